import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { Agent, createServer, request, type IncomingMessage, type Server } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import dynalite from "dynalite";

/**
 * Where Amazon's DynamoDB Local serves, as `http://127.0.0.1:8000`: with it all tests, and all processes that they start, keep
 * their tables there instead of in dynalite.
 */
export const dynamoDbLocalName = "TEST_DYNAMODB_LOCAL";

/** Stands in for `dynalite()` wherever the tests need tables. */
export default function dynamoDbServer(options: NonNullable<Parameters<typeof dynalite>[0]> = {}): Server {
  const endpoint = process.env[dynamoDbLocalName];
  return endpoint === undefined ? dynalite(options) : databaseWithin(endpoint, options.path);
}

const oneOfItsOwn = (): string => randomBytes(10).toString("hex");

/** A copy of the directory, made with another database in mind, is not one: DynamoDB Local holds the tables, the file only their name. */
function keptIn(dir: string): string {
  const file = join(dir, "database");
  mkdirSync(dir, { recursive: true });
  try {
    writeFileSync(file, oneOfItsOwn(), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(file, "utf8");
}

/** Shorter than DynamoDB Local's own 30 s: none of them is closed while a request is on its way. */
const idleMs = 10_000;

/**
 * A database of its own in the one DynamoDB Local of the run, which keeps those of different access keys apart and checks no
 * signature. What a data directory kept is there again for who opens it next.
 */
function databaseWithin(endpoint: string, path: string | undefined): Server {
  const database = path === undefined ? oneOfItsOwn() : keptIn(path);
  const agent = new Agent({ keepAlive: true, timeout: idleMs });
  const ask = async (incoming: IncomingMessage): Promise<IncomingMessage> => {
    const body = await buffer(incoming);
    const { host: _host, connection: _connection, ...headers } = incoming.headers;
    const authorization = headers.authorization?.replace(/Credential=[^/]*/, `Credential=${database}`);
    const options = {
      agent,
      method: incoming.method,
      path: incoming.url,
      headers: { ...headers, ...(authorization === undefined ? {} : { authorization }), "content-length": body.length },
    };
    const send = (): Promise<IncomingMessage> =>
      new Promise((resolve, reject) => {
        const sent = request(endpoint, options, resolve).once("error", (error) => {
          // It was kept for the next request, and closed as that went out: nothing was done.
          if (sent.reusedSocket && (error as NodeJS.ErrnoException).code === "ECONNRESET") send().then(resolve, reject);
          else reject(error);
        });
        sent.end(body);
      });
    return await send();
  };
  return createServer((incoming, outgoing) => {
    void (async () => {
      const answer = await ask(incoming);
      const body = await buffer(answer);
      const {
        connection: _connection,
        "keep-alive": _keepAlive,
        "transfer-encoding": _encoding,
        ...headers
      } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 500, { ...headers, "content-length": body.length });
      outgoing.end(body);
    })().catch((error: unknown) => {
      // Who hung up gets no answer. A request of this very process says nothing of being complete.
      if (incoming.destroyed && "complete" in incoming && !incoming.complete) return;
      outgoing.writeHead(500);
      outgoing.end(JSON.stringify({ __type: "DynamoDbLocalFailed", message: String(error) }));
    });
  });
}

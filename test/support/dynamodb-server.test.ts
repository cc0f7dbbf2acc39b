import { createServer, type RequestListener } from "node:http";
import { listen, stopListening } from "../../local/listening.ts";
import dynamoDbServer, { dynamoDbLocalName } from "./dynamodb-server.ts";
import { askServer } from "./harsh/ask-server.ts";

// What stands before DynamoDB Local answers each request, also when its connection is lost: a test waits for the answer.

const before = process.env[dynamoDbLocalName];
afterEach(() => {
  if (before === undefined) Reflect.deleteProperty(process.env, dynamoDbLocalName);
  else process.env[dynamoDbLocalName] = before;
});

/** Asks it so often in this process, one after the other. @returns the statuses */
async function ask(times: number, dynamoDbLocal: RequestListener): Promise<readonly number[]> {
  const local = createServer(dynamoDbLocal);
  process.env[dynamoDbLocalName] = await listen(local);
  try {
    const [listener] = dynamoDbServer().listeners("request") as RequestListener[];
    if (listener === undefined) throw new Error("nothing listens");
    const statuses: number[] = [];
    for (let index = 0; index < times; index += 1) {
      const request = { method: "POST", path: "/", headers: {}, body: Buffer.from(`{"index":${index}}`) };
      statuses.push((await askServer(listener, request)).statusCode);
    }
    return statuses;
  } finally {
    local.closeAllConnections();
    await stopListening(local, 0);
  }
}

test("a connection that was kept, and is closed as the next request goes out, costs no answer", async () => {
  const asked = new WeakMap<object, number>();
  const statuses = await ask(3, (incoming, outgoing) => {
    const times = (asked.get(incoming.socket) ?? 0) + 1;
    asked.set(incoming.socket, times);
    if (times > 1) incoming.socket.destroy();
    else incoming.resume().on("end", () => outgoing.end("{}"));
  });
  expect(statuses).toEqual([200, 200, 200]);
});

test("one that closes each connection is told so", async () => {
  const statuses = await ask(1, (incoming) => {
    incoming.socket.destroy();
  });
  expect(statuses).toEqual([500]);
});

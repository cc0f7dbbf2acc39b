import type { RequestListener } from "node:http";
import { buffer } from "node:stream/consumers";
import { seededRandom } from "../../chaos/seeded-random.ts";
import { askServer, type ServerAnswer, type ServerRequest } from "./ask-server.ts";
import { LaggingIndex, type Json } from "./lagging-index.ts";
import type { Harshness } from "./settings.ts";
import { shuffled } from "./shuffled.ts";

export interface HarshOptions extends Omit<Harshness, "lagMs"> {
  /** Its index answers as of so long ago; read at each request. */
  readonly lagMs: () => number;
  /** Milliseconds that only go on. */
  readonly now: () => number;
  /** A request, or its answer, is so long on its way. */
  readonly onItsWay: (ms: number) => Promise<void>;
}

/** Puts an index that lags, maps in any order and latency before what answers a DynamoDB server's requests. */
export function harsh(
  listener: RequestListener,
  { lagMs, latencyMs, slowKey, slowMs, shuffles, now, onItsWay }: HarshOptions,
): RequestListener {
  const random = seededRandom(1);
  const index = new LaggingIndex(lagMs, now);
  const wayMs = () => (random() * latencyMs) / 2;

  async function answer(request: ServerRequest): Promise<ServerAnswer> {
    const target = String(request.headers["x-amz-target"] ?? "");
    const [version = "", operation = ""] = target.split(".");
    let last: ServerAnswer | undefined;
    const ask = async (asked: string, body: Json) => {
      const bytes = Buffer.from(JSON.stringify(body));
      const headers = {
        ...request.headers,
        "x-amz-target": `${version}.${asked}`,
        "content-length": `${bytes.length}`,
      };
      const got = await askServer(listener, { ...request, headers, body: bytes });
      if (asked === operation) last = got;
      return { statusCode: got.statusCode, body: JSON.parse(got.body.toString()) as Json };
    };
    const { statusCode, body } = await index.handle(operation, JSON.parse(request.body.toString()) as Json, ask);
    const bytes = Buffer.from(JSON.stringify(shuffles ? shuffled(body, random) : body));
    const { "x-amz-crc32": _checksum, ...headers } = last?.headers ?? {};
    return { statusCode, headers: { ...headers, "content-length": String(bytes.length) }, body: bytes };
  }

  return (incoming, outgoing) => {
    void (async () => {
      const { method = "POST", url: path = "/", headers } = incoming;
      const request = { method, path, headers, body: await buffer(incoming) };
      await onItsWay(wayMs() + (slowKey !== undefined && writtenKeyOf(request) === slowKey ? slowMs : 0));
      // What is no request to DynamoDB, such as a look whether it is up, goes straight through.
      const isOurs = headers["x-amz-target"] !== undefined;
      const answered = isOurs ? await answer(request) : await askServer(listener, request);
      await onItsWay(wayMs());
      outgoing.writeHead(answered.statusCode, answered.headers);
      outgoing.end(answered.body);
    })().catch((error: unknown) => {
      outgoing.writeHead(500);
      outgoing.end(JSON.stringify({ __type: "HarshServerFailed", message: String(error) }));
    });
  };
}

/** The sort key of the one item that a request writes. */
function writtenKeyOf({ headers, body }: ServerRequest): string | undefined {
  if (!/\.(Put|Update|Delete)Item$/.test(String(headers["x-amz-target"] ?? ""))) return undefined;
  const { Key, Item } = JSON.parse(body.toString()) as Record<"Key" | "Item", { sk?: { S?: string } } | undefined>;
  return (Key ?? Item)?.sk?.S;
}

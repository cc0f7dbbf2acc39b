import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { listen, stopListening, type LocalServer } from "../../listening.ts";
import { requestTarget } from "../../gateway/request-target.ts";
import {
  conditionalRequestConflict,
  preconditionFailed,
  refuse,
  serviceUnavailable,
  type S3Refusal,
} from "./answers.ts";
import { allowOrigin, answerPreflight } from "./cors.ts";
import { readPostForm } from "./post-form.ts";
import { findPostRefusal, missing } from "./post-policy.ts";
import { answerHeaders, findForgedAddress, findPresignedRefusal } from "./presigned.ts";

export interface S3EdgeOptions {
  /** fauxqs' endpoint, `http://127.0.0.1:40123`. */
  readonly upstream: string;
  /** Origins whose pages may use S3 from a browser; `*` is any. */
  readonly allowedOrigins: readonly string[];
  /** Epoch milliseconds, by which presigned URLs expire. */
  readonly now?: () => number;
  /** Called with an event of S3 for each object that was written, before its writer is answered. */
  readonly onCreated?: (object: CreatedObject) => Promise<void>;
  /** By which addresses and forms are signed; a known one when absent. */
  readonly secret?: string;
}

export interface CreatedObject {
  readonly bucket: string;
  readonly key: string;
  readonly bytes: number;
}

/** How long a transfer may still run after `close`. */
const graceMs = 2_000;
/** A form is held in memory: its policy may speak of its size. */
const maxFormBytes = 128 * 1024 * 1024;
const malformedForm: S3Refusal = {
  status: 400,
  code: "MalformedPOSTRequest",
  message: "The body of your POST request is not well-formed multipart/form-data.",
};

const isForm = (req: IncomingMessage): boolean =>
  req.headers["content-type"]?.startsWith("multipart/form-data") === true;

/** Headers that belong to one connection (RFC 9110, section 7.6.1), and `expect`, which Node answers by itself. */
const ofOneConnection = new Set(["connection", "keep-alive", "proxy-connection", "te", "upgrade", "expect"]);

/**
 * A proxy before fauxqs' S3 that adds what it lacks: CORS, presigned URLs, the policies of forms, events, and
 * `If-None-Match: *` on PUT. Bodies stream both ways, those of forms excepted.
 */
export async function startS3Edge(options: S3EdgeOptions): Promise<LocalServer> {
  const { upstream, allowedOrigins, now = Date.now, onCreated, secret } = options;
  const agent = new Agent({ keepAlive: true });
  /** Paths with an `If-None-Match: *` under way: between its read and its write no other request may do the same. */
  const creating = new Set<string>();

  const forward = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const onwards = request(upstream + (req.url ?? "/"), {
      agent,
      method: req.method,
      // By a name of another form fauxqs would read the bucket from it.
      headers: ["host", new URL(upstream).host, ...forwarded(req.rawHeaders, new Set(["host"]))],
    });
    // Failures are read from the two promises; one that comes after both would end the process.
    onwards.on("error", () => undefined);
    const answering = async () => {
      const [answer] = (await once(onwards, "response")) as [IncomingMessage];
      const { statusCode = 502 } = answer;
      const asked = statusCode < 300 ? answerHeaders(requestTarget(req).query) : [];
      const others = forwarded(answer.rawHeaders, new Set(asked.map(([name]) => name)));
      res.writeHead(statusCode, [...others, ...asked.flat()]);
      await pipeline(answer, res);
    };
    const [sent, answered] = await Promise.allSettled([pipeline(req, onwards), answering()]);
    for (const side of [answered, sent]) if (side.status === "rejected") throw side.reason;
  };

  const exists = async (req: IncomingMessage, path: string): Promise<boolean> => {
    const look = request(upstream + path, { agent, method: "HEAD", headers: { host: req.headers.host } });
    look.end();
    const [answer] = (await once(look, "response")) as [IncomingMessage];
    answer.resume();
    return answer.statusCode === 200;
  };

  const create = async (req: IncomingMessage, res: ServerResponse, path: string): Promise<void> => {
    const object = `${req.headers.host ?? ""}${path}`;
    if (creating.has(object)) {
      refuse(res, conditionalRequestConflict);
      return;
    }
    creating.add(object);
    try {
      if (await exists(req, path)) refuse(res, preconditionFailed);
      else await forward(req, res);
    } finally {
      creating.delete(object);
    }
  };

  const post = async (req: IncomingMessage, res: ServerResponse, path: string): Promise<void> => {
    const form = await readPostForm(req, maxFormBytes);
    const bucket = decodeURIComponent(path.split("/")[1] ?? "");
    if (form === undefined) {
      refuse(res, malformedForm);
      return;
    }
    const { fields, file } = form;
    if (file === undefined) {
      refuse(res, missing("file", "POST requires exactly one file upload per request."));
      return;
    }
    const refusal = findPostRefusal({ bucket, fields, fileBytes: file.length }, now(), secret);
    if (refusal !== undefined) {
      refuse(res, refusal);
      return;
    }
    const key = fields.get("key") ?? "";
    const stored = await fetch(`${upstream}/${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`, {
      method: "PUT",
      headers: { "content-type": fields.get("content-type") ?? "binary/octet-stream" },
      body: new Uint8Array(file),
    });
    if (!stored.ok) throw new Error(`the object was not stored: ${stored.status}`);
    await onCreated?.({ bucket, key, bytes: file.length });
    res.writeHead(204, { etag: stored.headers.get("etag") ?? "" });
    res.end();
  };

  const serve = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const { path, query } = requestTarget(req);
    if (req.method === "OPTIONS") {
      const forbidden = answerPreflight(req.headers, res, allowedOrigins);
      if (forbidden !== undefined) refuse(res, forbidden);
      return;
    }
    allowOrigin(req.method, req.headers, res, allowedOrigins);
    const { method = "", headers } = req;
    const unfit =
      findPresignedRefusal(new URLSearchParams(query), now()) ??
      findForgedAddress({ method, path, query, headers }, secret);
    if (unfit !== undefined) refuse(res, unfit);
    else if (req.method === "POST" && isForm(req)) await post(req, res, path);
    else if (req.method === "PUT" && req.headers["if-none-match"] === "*") await create(req, res, path);
    else await forward(req, res);
  };

  const server = createServer((req, res) => {
    serve(req, res).catch(() => {
      // Either side hung up, or fauxqs is gone: an answer under way cannot be taken back, only cut.
      if (res.headersSent) res.destroy();
      else refuse(res, serviceUnavailable);
    });
  });
  const endpoint = await listen(server);
  return {
    endpoint,
    close: async () => {
      await stopListening(server, graceMs);
      agent.destroy();
    },
  };
}

/** Header names and values in turn, as Node's `rawHeaders` has them, less those of one connection. */
export function forwarded(rawHeaders: readonly string[], less: ReadonlySet<string> = new Set()): string[] {
  return rawHeaders.filter((_, at) => {
    const name = (rawHeaders[at - (at % 2)] ?? "").toLowerCase();
    return !ofOneConnection.has(name) && !less.has(name);
  });
}

import { once } from "node:events";
import { request, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { forwarded } from "./aws/s3/edge.ts";
import { requestTarget } from "./gateway/request-target.ts";

/**
 * The bucket beside the API, for people who can't reach loopback: what a signed address asks for, and what a signed form brings.
 * The edge of S3 checks the signatures; what bears none is let through there, because it is of this machine, and so is none of
 * that let through here.
 */
export const filesFront =
  (endpoint: string, bucket: string) =>
  async (req: IncomingMessage, res: ServerResponse): Promise<boolean> => {
    if (!isSigned(req, `/${bucket}`)) return false;
    const onwards = request(endpoint + (req.url ?? "/"), { method: req.method, headers: forwarded(req.rawHeaders) });
    // Failures are read from the two promises; one that comes after both would end the process.
    onwards.on("error", () => undefined);
    const answering = async () => {
      const [answer] = (await once(onwards, "response")) as [IncomingMessage];
      const headers = forwarded(answer.rawHeaders, new Set(Object.keys(ofAForeignFile)));
      res.writeHead(answer.statusCode ?? 502, [...headers, ...Object.entries(ofAForeignFile).flat()]);
      await pipeline(answer, res);
    };
    const [sent, answered] = await Promise.allSettled([pipeline(req, onwards), answering()]);
    for (const side of [answered, sent]) if (side.status === "rejected") throw side.reason;
    return true;
  };

/** It comes from the console's own origin: the browser runs nothing of it and takes it for nothing else than it is said to be. */
const ofAForeignFile = {
  "content-security-policy": "default-src 'none'; sandbox",
  "x-content-type-options": "nosniff",
};

function isSigned(req: IncomingMessage, bucket: string): boolean {
  const { path, query } = requestTarget(req);
  if (req.method === "GET") return path.startsWith(`${bucket}/`) && new URLSearchParams(query).has("X-Amz-Signature");
  const isForm = req.headers["content-type"]?.startsWith("multipart/form-data") === true;
  return req.method === "POST" && isForm && path === bucket && query === "";
}

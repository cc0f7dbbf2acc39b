import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { sameText } from "../core/access/api-key.ts";
import { handleControl, type ControlAnswer, type ControlContext } from "../simulator/controls.ts";
import type { Network } from "../simulator/network.ts";
import { requestTarget } from "./gateway/request-target.ts";

/** `/_simulator` beside the API, for the local stack only; it wants the bootstrap key. */

const prefix = "/_simulator";
const maxBodyBytes = 1024 * 1024;

/** Answers requests below the prefix; others are left to the API. */
export function simulatorControls(network: Network, apiKey: string, context: ControlContext) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<boolean> => {
    const { path, query } = requestTarget(req);
    if (path !== prefix && !path.startsWith(`${prefix}/`)) return false;
    const answer = isOperator(req, apiKey)
      ? await control(network, req, { path, query }, context)
      : failure(401, "UNAUTHENTICATED", "the simulator wants the bootstrap key");
    res.writeHead(answer.status, { "content-type": "application/json; charset=utf-8", ...answer.headers });
    res.end(JSON.stringify(answer.body));
    return true;
  };
}

function isOperator({ headers }: IncomingMessage, apiKey: string): boolean {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  const sent = bearer ?? headers["x-api-key"];
  return typeof sent === "string" && sameText(sent, apiKey);
}

async function control(
  network: Network,
  req: IncomingMessage,
  target: { readonly path: string; readonly query: string },
  context: ControlContext,
): Promise<ControlAnswer> {
  const bytes = await buffer(req);
  if (bytes.length > maxBodyBytes) return failure(413, "BODY_TOO_LARGE", `at most ${maxBodyBytes} bytes`);
  let body: unknown;
  try {
    body = bytes.length === 0 ? undefined : JSON.parse(bytes.toString("utf8"));
  } catch {
    return failure(400, "INVALID_JSON", "the body is no JSON");
  }
  const query = Object.fromEntries(new URLSearchParams(target.query));
  return await handleControl(network, { method: req.method ?? "GET", path: target.path, query, body }, context);
}

const failure = (status: number, code: string, message: string): ControlAnswer => ({
  status,
  body: { success: false, message, error: { code, details: [] } },
});

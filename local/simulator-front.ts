import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Scope } from "../core/access/api-key.ts";
import { defined } from "../core/defined.ts";
import { NamedError } from "../core/errors.ts";
import { isHeldByCaller, securityHeaders } from "../functions/edge/answer-headers.ts";
import { failureAnswer } from "../functions/edge/failure.ts";
import { assertOfWholeTenant, type Authenticator } from "../functions/edge/keys.ts";
import { chooseLanguage } from "../functions/edge/language/language.ts";
import { servicesWith } from "../functions/edge/services.ts";
import type {
  ControlAnswer,
  ControlCaller,
  ControlContext,
  ControlNeeds,
  ControlScope,
} from "../simulator/controls/call.ts";
import { handleControl } from "../simulator/controls/controls.ts";
import type { Network } from "../simulator/network.ts";
import { readBody, runPast } from "./gateway/request-body.ts";
import { requestTarget } from "./gateway/request-target.ts";

/** `/_simulator` beside the API, for the local stack only: it takes the keys of the API. */

const prefix = "/_simulator";
const maxBodyBytes = 1024 * 1024;

interface FrontParts extends Omit<ControlContext, "authorize"> {
  readonly authenticator: Pick<Authenticator, "authenticate">;
}

/** Answers requests below the prefix; others are left to the API. */
export function simulatorControls(network: Network, { authenticator, ...context }: FrontParts) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<boolean> => {
    const { path, query } = requestTarget(req);
    if (path !== prefix && !path.startsWith(`${prefix}/`)) return false;
    const authorize = (needs: ControlNeeds) => callerOf(authenticator, req, needs);
    const answer = await control(network, req, { path, query }, { ...context, authorize }).catch(
      async (error: unknown) => {
        if (!(error instanceof NamedError)) throw error;
        const { settings } = await ofEvery();
        const language = chooseLanguage(req.headers["accept-language"], settings.defaultLanguage);
        return failureAnswer(error, language, randomUUID());
      },
    );
    send(req, res, answer);
    return true;
  };
}

const ofEvery = servicesWith({});

const anyone: ControlCaller = { tenantId: "", scopes: ["none"], sessions: [] };

/** Who calls, by the key that came. What steers the network for all wants the bootstrap key. @throws NamedError */
async function callerOf(
  authenticator: FrontParts["authenticator"],
  { headers }: IncomingMessage,
  { scope, ofWholeTenant }: ControlNeeds,
): Promise<ControlCaller> {
  if (scope === "none") return anyone;
  const given = Object.fromEntries(["authorization", "x-api-key"].map((name) => [name, String(headers[name] ?? "")]));
  const wanted: Scope = scope === "operator" ? "read" : scope;
  const caller = await authenticator.authenticate(given, wanted, Date.now());
  if (scope === "operator" && !caller.operator) throw new NamedError("UNAUTHENTICATED", "it wants the bootstrap key");
  if (ofWholeTenant === true) assertOfWholeTenant(caller, wanted);
  const isWriter = caller.scopes.some((held) => held !== "read");
  const scopes: readonly ControlScope[] = [
    "read",
    ...(isWriter ? (["write"] as const) : []),
    ...(caller.operator ? (["operator"] as const) : []),
  ];
  return { tenantId: caller.tenantId, scopes, ...defined({ sessions: caller.sessions }) };
}

async function control(
  network: Network,
  req: IncomingMessage,
  target: { readonly path: string; readonly query: string },
  context: ControlContext,
): Promise<ControlAnswer> {
  const bytes = await readBody(req, maxBodyBytes);
  if (bytes === undefined) {
    await runPast(req);
    return failure(413, "BODY_TOO_LARGE", `at most ${maxBodyBytes} bytes`);
  }
  let body: unknown;
  try {
    body = bytes.length === 0 ? undefined : JSON.parse(bytes.toString("utf8"));
  } catch {
    return failure(400, "INVALID_JSON", "the body is no JSON");
  }
  const query = Object.fromEntries(new URLSearchParams(target.query));
  return await handleControl(network, { method: req.method ?? "GET", path: target.path, query, body }, context);
}

function send(req: IncomingMessage, res: ServerResponse, answer: ControlAnswer): void {
  const headers = { ...securityHeaders, "content-type": "application/json; charset=utf-8", ...answer.headers };
  if ("bytes" in answer) {
    res.writeHead(answer.status, { ...headers, "content-length": answer.bytes.length });
    res.end(answer.bytes);
    return;
  }
  const text = JSON.stringify(answer.body);
  if (answer.isPolled !== true) {
    res.writeHead(answer.status, headers);
    res.end(text);
    return;
  }
  const etag = `W/"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
  const isHeld = isHeldByCaller(req.headers["if-none-match"], etag);
  res.writeHead(isHeld ? 304 : answer.status, { ...headers, "cache-control": "private, no-cache", etag });
  res.end(isHeld ? undefined : text);
}

const failure = (status: number, code: string, message: string): ControlAnswer => ({
  status,
  body: { success: false, message, error: { code, details: [] } },
});

import type { Network } from "../network.ts";
import type { WebDoor } from "../web/web-door.ts";
import { type SessionLabel } from "../events.ts";
import { NetworkRefusal } from "../refusal.ts";

export interface ControlRequest {
  readonly method: string;
  /** With its `/_simulator` prefix, without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined when there was none. */
  readonly body: unknown;
}

interface OfAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** JSON, or a file as it is. */
export type ControlAnswer =
  | (OfAnswer & {
      readonly body: unknown;
      /** It is asked for again and again: who has it already is told so, by its tag. */
      readonly isPolled?: true;
    })
  | (OfAnswer & { readonly bytes: Uint8Array });

/** What a key has to allow. `operator`: it is the bootstrap key. `none`: the address itself is proof enough. */
export type ControlScope = "read" | "write" | "operator" | "none";

export interface ControlCaller {
  readonly tenantId: string;
  readonly scopes: readonly ControlScope[];
  /** Only these sessions, when given. */
  readonly sessions?: readonly string[];
}

export interface ControlNeeds {
  readonly scope: ControlScope;
  /** What it changes holds for all sessions of a tenant. */
  readonly ofWholeTenant?: true;
}

/** What the controls need to know of the system around the network. */
export interface ControlContext {
  /** Who calls. @throws NamedError when it may not */
  readonly authorize: (needs: ControlNeeds) => Promise<ControlCaller>;
  /** The QR code that the session's device shows now. */
  readonly qrOnShow: (session: Required<SessionLabel>) => Promise<string | undefined>;
  /** Where browsers get the page from; there is none to a network without them. */
  readonly web?: Pick<WebDoor, "changePage">;
}

export interface Call extends ControlRequest {
  readonly network: Network;
  readonly context: ControlContext;
  readonly caller: ControlCaller;
  /** What stands for `:name` in the route's path, decoded. */
  readonly named: string;
}

export interface ControlRoute extends ControlNeeds {
  readonly method: string;
  /** With at most one `:name`. */
  readonly path: string;
  readonly answer: (call: Call) => ControlAnswer | Promise<ControlAnswer>;
}

export const ok = (data: unknown): ControlAnswer => ({ status: 200, body: { success: true, data } });

/** The caller's session of that name, linked or not. @throws NetworkRefusal `session_unknown` */
export function ownSession({ caller }: Call, sessionId: string): Required<SessionLabel> {
  const { tenantId, sessions } = caller;
  if (sessions !== undefined && !sessions.includes(sessionId))
    throw new NetworkRefusal("session_unknown", `there is no session ${sessionId}`);
  return { tenantId, sessionId };
}

/** The same; for the operator, where its tenant has linked none of that name, the one that another tenant linked. */
export function sessionOf(call: Call, sessionId: string): SessionLabel {
  const own = ownSession(call, sessionId);
  return call.network.labelOf(own, { orAny: call.caller.scopes.includes("operator") });
}

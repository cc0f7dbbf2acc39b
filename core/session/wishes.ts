import { defined } from "../defined.ts";
import type { SessionChanges, StartWishes } from "./session-ports.ts";
import { isLoggingOut, moved, type Session } from "./session.ts";

/**
 * What a person wants of a session: a desired state on its row, which its owner brings about. A request writes the wish and
 * rings; the owner reads the row and does what `nextWish` says; the wish goes from the row with what fulfils it.
 */

/** What the owner does next. */
export type Wish =
  | { readonly kind: "logout" | "restart" | "none" }
  /** Links it by a code, asked for the account of that number. */
  | { readonly kind: "pair"; readonly number: string };

/**
 * A logout comes first: it ends everything else that is wanted. A code can be asked for only where WhatsApp waits for a link,
 * and once.
 */
export function nextWish({
  logoutRequestedAt,
  restartRequestedAt,
  pairing,
  state,
}: Pick<Session, "logoutRequestedAt" | "restartRequestedAt" | "pairing" | "state">): Wish {
  if (logoutRequestedAt !== undefined) return { kind: "logout" };
  if (restartRequestedAt !== undefined) return { kind: "restart" };
  const mayPair = state === "awaiting_qr" && pairing !== undefined && pairing.code === undefined;
  return mayPair ? { kind: "pair", number: pairing.number } : { kind: "none" };
}

/** Every wish is fulfilled, or was for what is no more: the session rests. */
export const noWishes = {
  wanted: false,
  logoutRequestedAt: null,
  restartRequestedAt: null,
  pairing: null,
} as const satisfies SessionChanges;

/** What a wish writes, beside the place where workers find the session. */
type Wished = Partial<Pick<Session, "state" | "since" | "wanted" | "logoutRequestedAt" | "deletingAt">> & StartWishes;

/**
 * It is to run; on an open connection a new one is to follow, or a code to link by. One that is being logged out, or deleted, is
 * left alone: it would start right after.
 */
export function toStart(session: Session, now: number, wishes: StartWishes = {}): Wished | undefined {
  if (isLoggingOut(session) || session.deletingAt !== undefined) return undefined;
  const { restartRequestedAt, ...others } = wishes;
  // Where no worker runs it the start itself opens a new connection.
  const restart = session.owner === undefined ? {} : defined({ restartRequestedAt });
  return { wanted: true, ...moved(session, "start_requested", now), ...restart, ...others };
}

/** It is to be unlinked: an unowned one is taken by a worker for that. */
export const toLogOut = (now: number): Wished => ({ wanted: true, logoutRequestedAt: now });

/** It is to be deleted, and logged out before where anything of it may be on WhatsApp. */
export const toDelete = ({ owner, profile }: Session, now: number): Wished => ({
  deletingAt: now,
  ...(owner !== undefined || profile !== undefined ? toLogOut(now) : { wanted: false }),
});

import type { Recipient, RecipientState } from "../../../core/campaign/recipient.ts";
import type { AdvanceChange } from "../../../core/campaign/recipient-ports.ts";
import type { OptOut, OptOutPut } from "../../../core/contact/opt-out.ts";
import { ConditionRefused, RejectedByWhatsApp, SessionDown } from "../../../core/errors.ts";
import type { SessionRef } from "../../../core/refs.ts";
import type { DirectMessage, DirectState } from "../../../core/sending/direct-message.ts";
import type { DirectChange } from "../../../core/sending/sending-ports.ts";
import type { Session } from "../../../core/session/session.ts";
import type { SessionChanges } from "../../../core/session/session-ports.ts";
import type { AccountLimits, AckEvent, OutgoingMessage, WhatsAppEvent } from "../../../core/whatsapp.ts";
import type { Answers, Begins, OperationKind, RowState } from "../../history/lines.ts";
import type { Begun, Scribe } from "../../history/scribe.ts";

/** Which calls of a worker's ports are operations of a history, and what is written down of each. */

/** What is written down where it begins, and of its answer; `refused` for one that says that nothing was changed. */
interface Recorded<Kind extends OperationKind> {
  readonly what: Kind;
  readonly said: Begins[Kind];
  readonly answered: (answer: never) => Answers[Kind] | "refused";
}

const recorded = <Kind extends OperationKind, Answer>(
  what: Kind,
  said: Begins[Kind],
  answered: (answer: Answer) => Answers[Kind] | "refused",
) => ({ what, said, answered }) as unknown as Recorded<OperationKind>;

const nothing = () => ({});
export const nameOf = ({ tenantId, sessionId }: SessionRef): string => `${tenantId}/${sessionId}`;
const ackOf = (known?: { readonly ack: number }) => (known === undefined ? {} : { ack: known.ack });

const claimOf = ({ campaignId: of, number, state, messageId: id }: Recipient, seen?: Recipient) =>
  recorded(
    "claim",
    {
      of,
      number,
      to: state,
      ...(state === "sending" ? { id } : {}),
      ...(seen === undefined ? {} : { from: seen.state }),
    },
    nothing,
  );

/** By port and method. `session` is that of the connection, where a call is one of a connection's. */
const calls = {
  "sessionOwners.take": (_: string, seen: Session) =>
    recorded("take", { session: nameOf(seen) }, ({ epoch }: Session) => ({ epoch })),
  "sessionOwners.save": (_: string, owned: SessionRef, { release }: SessionChanges) =>
    release === true ? recorded("release", { session: nameOf(owned) }, nothing) : undefined,
  "recipientClaims.claim": (_: string, row: Recipient) => claimOf(row),
  "recipientClaims.claimAgain": (_: string, seen: Recipient, row: Recipient) => claimOf(row, seen),
  "recipientClaims.advance": (_: string, row: Recipient, to: RecipientState, { by }: AdvanceChange) => {
    const { campaignId: of, number, messageId: id } = row;
    const said = { of, number, to, id, ...(by === undefined ? {} : { change: by }) };
    return recorded("change", said, (before?: Recipient) =>
      before === undefined ? "refused" : { from: before.state },
    );
  },
  "directClaims.advance": (_: string, message: DirectMessage, to: DirectState, { by }: DirectChange) => {
    const { directId: of, number, messageId: id, state } = message;
    const said = { of, number, id, to: to as RowState, direct: true } as const;
    if (to === "sending") return recorded("claim", said, (moved?: unknown) => (moved === undefined ? "refused" : {}));
    const change = { ...said, ...(by === undefined ? {} : { change: by }) };
    const from = state as RowState;
    return recorded("change", change, (moved?: unknown) => (moved === undefined ? "refused" : { from }));
  },
  "optOutChanges.put": (_: string, { number }: OptOut) =>
    recorded("request", { verb: "opt_out", of: number }, ({ state }: OptOutPut) =>
      state === "withdrawn" ? "refused" : {},
    ),
  "optOutChanges.remove": (_: string, _tenantId: string, number: string) =>
    recorded("request", { verb: "opt_in", of: number }, nothing),
  "whatsApp.send": (session: string, { messageId: id, to: number }: OutgoingMessage) =>
    recorded("hand_over", { session, id, number }, ackOf),
  "whatsApp.readLimits": (session: string) => recorded("read_limits", { session }, (limits: AccountLimits) => limits),
  "whatsApp.findMessage": (session: string, id: string) => recorded("find", { session, id }, ackOf),
} satisfies Readonly<Record<string, (session: string, ...parameters: never[]) => Recorded<OperationKind> | undefined>>;

type RecordedCall = keyof typeof calls;
export const recordedCalls: readonly string[] = Object.keys(calls);
const isRecorded = (name: string): name is RecordedCall => name in calls;

/** A call that was begun, and what is to be said of its end. Nothing is said where its process does not hear it any more. */
export interface BegunCall {
  readonly answered: (answer: unknown) => void;
  readonly threw: (error: unknown) => void;
}

/** @param name port and method @returns nothing for a call that is no operation */
export function beginCall(
  scribe: Scribe,
  by: string,
  name: string,
  session: string,
  parameters: readonly unknown[],
): BegunCall | undefined {
  const make = isRecorded(name)
    ? (calls[name] as (session: string, ...all: readonly unknown[]) => Recorded<OperationKind> | undefined)
    : undefined;
  const call = make?.(session, ...parameters);
  if (call === undefined) return undefined;
  const begun: Begun<OperationKind> = scribe.begin(by, call.what, call.said);
  return {
    answered: (answer) => {
      const said = call.answered(answer as never);
      if (said === "refused") begun.refused();
      else begun.done(said);
    },
    threw: (error) => {
      if (isRefusal(error as Error)) begun.refused();
      else begun.failed();
    },
  };
}

/** What is thrown where surely nothing was done. */
const surelyNot = [ConditionRefused, RejectedByWhatsApp, SessionDown] as const;
/** By its name as well: a process of another version throws the error of that version. */
const isRefusal = (error: Error): boolean =>
  surelyNot.some((refusal) => error instanceof refusal || error.name === refusal.name);

/** What a worker is told by its connection. */
export function recordEvent(scribe: Scribe, by: string, session: string, event: WhatsAppEvent): void {
  if (event.type === "ack") {
    const { messageId: id, ack }: AckEvent = event.ack;
    scribe.point(by, "heard", { session, id, ack });
  } else if (event.type === "ready" || event.type === "line_lost" || event.type === "down") {
    scribe.point(by, "session", { session, became: event.type });
  }
}

import {
  hasStamp,
  reachableFrom,
  stampOf,
  type DeliveryChange,
  type DeliveryEvent,
  type DeliveryState,
} from "../../../core/sending/delivery.ts";
import { defined } from "../../../core/defined.ts";
import { ifRefused } from "../../../core/refused.ts";
import { all, expression, listed, unlessThere, type Changes } from "../../dynamodb/expressions.ts";
import type { Key } from "../../dynamodb/keys.ts";
import type { Table } from "../../dynamodb/table.ts";

/** The one write that moves the row of a message up: a campaign's recipient, or a direct message. */

export interface AdvanceOptions {
  /** What is set with it. */
  readonly also?: Changes;
  /** Only while the row still bears this token. */
  readonly ifToken?: string | undefined;
  /** Whether the row is answered as it was before, or as it is then. */
  readonly answers: "ALL_OLD" | "ALL_NEW";
}

const stateIsOneOf = (states: readonly DeliveryState[]) => expression`#state IN (${listed(states)})`;
const tokenIsStill = (token: string) => expression`#token = ${token}`;
const grownBy = (event: DeliveryEvent) => expression`list_append(if_not_exists(#history, ${[]}), ${[event]})`;

interface Row {
  readonly state: DeliveryState;
  readonly history?: readonly DeliveryEvent[];
}

/** @returns the row; `undefined` when the table of states does not let it become that */
export async function advance<Message extends Row>(
  table: Table,
  key: Key,
  to: DeliveryState,
  { at, reason, by }: DeliveryChange,
  { also = {}, ifToken, answers }: AdvanceOptions,
): Promise<Message | undefined> {
  const from = reachableFrom[to];
  if (from.length === 0) return undefined;
  // A message whose first ack says delivered was sent, too.
  const wasSent = to === "delivered" || to === "read" || to === "replied";
  const changes = {
    history: grownBy({ state: to, at, ...defined({ reason, by }) }),
    state: to,
    reason: reason ?? null,
    ...(hasStamp(to) ? { [stampOf[to]]: at } : {}),
    ...also,
    ...(wasSent ? { sentAt: unlessThere("sentAt", at) } : {}),
  };
  const when = all(stateIsOneOf(from), ...(ifToken === undefined ? [] : [tokenIsStill(ifToken)]));
  const moved = table.update<Message>(key, changes, { when, refused: `a message is not to become ${to}` }, answers);
  return await ifRefused(moved, () => (by === undefined ? undefined : ownChange<Message>(table, key, to, by, answers)));
}

/**
 * A refused change may be the repeat of one that was made and whose answer was lost: the row's history shows it. What is
 * answered as it was before counts the change, so the repeat answers so, too, once others have followed. As it is then, a
 * row is answered to go on from there: only while the change is its last one.
 */
async function ownChange<Message extends Row>(
  table: Table,
  key: Key,
  to: DeliveryState,
  by: string,
  answers: AdvanceOptions["answers"],
): Promise<Message | undefined> {
  const row = await table.get<Message>(key);
  const history = row?.history ?? [];
  const index = history.findLastIndex((event) => event.by === by && event.state === to);
  if (row === undefined || index < 0) return undefined;
  if (answers === "ALL_NEW") return row.state === to && index === history.length - 1 ? row : undefined;
  const before = history[index - 1];
  return before && { ...row, state: before.state, reason: before.reason, history: history.slice(0, index + 1) };
}

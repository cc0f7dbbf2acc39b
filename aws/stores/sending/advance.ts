import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { ConditionRefused } from "../../../core/errors.ts";
import {
  hasStamp,
  reachableFrom,
  stampOf,
  type DeliveryChange,
  type DeliveryEvent,
  type DeliveryState,
} from "../../../core/sending/delivery.ts";
import { conditional, getItem, setAndRemove, type Item, type Table } from "../../dynamodb/items.ts";
import type { Key } from "../../dynamodb/keys.ts";

/** The one write that moves the row of a message up: a campaign's recipient, or a direct message. */

export interface AdvanceOptions {
  /** What is set with it. */
  readonly also?: Readonly<Record<string, unknown>>;
  /** Only while the row still bears this token. */
  readonly ifToken?: string | undefined;
  /** Whether the row is answered as it was before, or as it is then. */
  readonly answers: "ALL_OLD" | "ALL_NEW";
}

const stateIsOneOf = (states: readonly string[]) => `#state IN (${states.join(", ")})`;
const tokenIsStill = "#token = :stillToken";
const historyGrows = "#history = list_append(if_not_exists(#history, :noHistory), :event)";

/** @returns the item; `undefined` when the table of states does not let it become that */
export async function advance(
  table: Table,
  key: Key,
  to: DeliveryState,
  { at, reason, by }: DeliveryChange,
  { also = {}, ifToken, answers }: AdvanceOptions,
): Promise<Item | undefined> {
  const from = reachableFrom[to];
  if (from.length === 0) return undefined;
  const allowed = Object.fromEntries(from.map((state, index) => [`:from${index}`, state]));
  const event = { state: to, at, ...(reason === undefined ? {} : { reason }), ...(by === undefined ? {} : { by }) };
  // A message whose first ack says delivered was sent, too.
  const sentAt = to === "delivered" || to === "read" || to === "replied" ? { sentAt: at } : {};
  const update = setAndRemove(
    { state: to, reason: reason ?? null, ...(hasStamp(to) ? { [stampOf[to]]: at } : {}), ...also },
    sentAt,
  );
  const states = stateIsOneOf(Object.keys(allowed));
  try {
    const { Attributes } = await conditional(
      `a message is not to become ${to}`,
      table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: key,
          UpdateExpression: update.UpdateExpression.replace("SET ", `SET ${historyGrows}, `),
          ConditionExpression: ifToken === undefined ? states : `${states} AND ${tokenIsStill}`,
          ExpressionAttributeNames: {
            ...update.ExpressionAttributeNames,
            "#history": "history",
            ...(ifToken === undefined ? {} : { "#token": "token" }),
          },
          ExpressionAttributeValues: {
            ...update.ExpressionAttributeValues,
            ...allowed,
            ":event": [event],
            ":noHistory": [],
            ...(ifToken === undefined ? {} : { ":stillToken": ifToken }),
          },
          ReturnValues: answers,
        }),
      ),
    );
    return Attributes;
  } catch (error) {
    if (error instanceof ConditionRefused && by !== undefined) return await ownChange(table, key, to, by, answers);
    if (error instanceof ConditionRefused) return undefined;
    throw error;
  }
}

/** A refused change may be the repeat of one that was made and whose answer was lost: the row's history shows it. */
async function ownChange(
  table: Table,
  key: Key,
  to: DeliveryState,
  by: string,
  answers: AdvanceOptions["answers"],
): Promise<Item | undefined> {
  const item = await getItem(table, key);
  const [last, before] = ((item?.["history"] ?? []) as readonly DeliveryEvent[]).toReversed();
  if (item?.["state"] !== to || last?.by !== by) return undefined;
  if (answers === "ALL_NEW") return item;
  if (before === undefined) return undefined;
  const { reason: _reason, ...row } = item;
  return { ...row, state: before.state, ...(before.reason === undefined ? {} : { reason: before.reason }) };
}

import type { Line, RowState } from "../history/lines.ts";
import { lostAcks } from "./acks.ts";

const told: readonly Line[] = [
  { at: 1, is: "begin", op: 1, what: "claim", by: "process 1", of: "cmp_1", number: "62811", to: "sending", id: "A" },
  { at: 2, is: "point", what: "heard", by: "process 2", session: "default/shop", id: "A", ack: 2 },
];
const ended: Line = { at: 500, is: "point", what: "process", by: "process 2", became: "ended" };
const lostIn = (history: readonly Line[], state: RowState, isExcused = false) =>
  lostAcks({ history, stateOf: () => state, withinMs: 1_000, isExcused: () => isExcused });

test("an ack that a worker was told and that is in no row is found", () => {
  expect(lostIn(told, "sent")).toEqual(["62811 of cmp_1 is sent, and process 2 was told that it arrived"]);
});

test("an ack is not lost where its row says so, its worker ended right then, or its worker can't know the message", () => {
  expect(lostIn(told, "delivered")).toEqual([]);
  expect(lostIn([...told, ended], "sent")).toEqual([]);
  expect(lostIn([...told, { ...ended, at: 2_000 }], "sent")).toHaveLength(1);
  expect(lostIn(told, "sent", true)).toEqual([]);
});

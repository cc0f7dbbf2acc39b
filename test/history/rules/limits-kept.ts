import { type End, isKind, type MakeRule, type Operation, type Point, when } from "../rule.ts";

/** What a worker was told last of a session's account. */
interface Told {
  readonly reading: Operation<"read_limits">;
  readonly end: End;
  /** Chats that the session began since. */
  begun: number;
}

interface HandedOver {
  readonly operation: Operation<"hand_over">;
  readonly told: Told | undefined;
  /** Of `told`, when it was handed over. */
  readonly begun: number;
}

/**
 * No chat is begun above a limit that was told: nothing is handed over that would begin one and that the network then refuses for a
 * limit of which its page had told the worker before. One that begins between two readings is met until the next reading tells it.
 */
export const limitsKept: MakeRule = (breaks) => {
  /** By session, then by process. */
  const toldOf = new Map<string, Map<string, Told>>();
  const handedOver = new Map<string, HandedOver>();
  const check = ({ operation, told, begun }: HandedOver, point: Point<"received">) => {
    const reason = told && limitTold(told, begun, operation.begin.at, point.limit);
    if (told === undefined || reason === undefined) return;
    const what = `message ${operation.begin.id} to ${point.number} is handed over and refused`;
    breaks(
      `${what}, after ${operation.begin.by} was told ${reason} at ${when(told.end.at)}`,
      told.reading,
      operation,
      point,
    );
  };
  return {
    begins: (operation) => {
      if (!isKind(operation, "hand_over")) return;
      const { id, session, by } = operation.begin;
      const told = toldOf.get(session)?.get(by);
      handedOver.set(id, { operation, told, begun: told?.begun ?? 0 });
    },
    ends: (operation, end) => {
      if (!isKind(operation, "read_limits") || end.as !== "done") return;
      const { session, by } = operation.begin;
      const ofSession = toldOf.get(session) ?? new Map<string, Told>();
      toldOf.set(session, ofSession.set(by, { reading: operation, end, begun: 0 }));
    },
    sees: (point) => {
      if (point.what !== "received" || point.isNewChat !== true) return;
      const handed = handedOver.get(point.id);
      if (handed === undefined) return;
      if (point.became === "refused") {
        // The page alone decides what it sends again.
        if (point.resent !== true) check(handed, point);
        return;
      }
      for (const told of toldOf.get(handed.operation.begin.session)?.values() ?? []) told.begun += 1;
    },
  };
};

/** The limit in words, where what was told says that the message would meet it. */
function limitTold({ end }: Told, begun: number, at: number, limit: Point<"received">["limit"]): string | undefined {
  const { newChats, timelock, restricted } = end.answer;
  switch (limit) {
    case "restriction":
      return restricted === true ? "of a restriction" : undefined;
    case "timelock":
      return timelock !== undefined && (timelock.until ?? Infinity) > at ? "of a timelock" : undefined;
    case "quota": {
      if (newChats === undefined || (newChats.resetsAt ?? Infinity) <= at) return undefined;
      const { used, total } = newChats;
      return used + begun >= total
        ? `that ${used} of ${total} new chats were used, and ${begun} began since,`
        : undefined;
    }
    case undefined:
      return undefined;
  }
}

import type { Campaign } from "../../../../clients/typescript/src/index.ts";

type Wait = NonNullable<Campaign["waitingFor"]> | "no_new_chats";

/** What it waits for, by its word: where no chat may begin on any day, the next day lets none begin either. */
export const waitOf = ({ waitingFor, pacing }: Pick<Campaign, "waitingFor" | "pacing">): Wait | undefined =>
  waitingFor === "new_chats" && pacing?.newChatsPerDay === 0 ? "no_new_chats" : waitingFor;

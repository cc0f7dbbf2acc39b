import { isIn, type Version } from "./versions.ts";

/** What docs/upgrade.md says can't go back to a version of before a commit: these steps and checks are left out there, no others. */

const losses = {
  optOuts: {
    since: "bd7fb81",
    leftOut: "opt-outs that another version than the former one takes, by hand or by a reply",
    because: "the former one reads the registry, where none is written any more",
  },
  halts: { since: "988c6b0", leftOut: "halts of sending", because: "a former worker does not know them and goes on" },
  wrote: {
    since: "4b16ce8",
    leftOut: "acks that a former worker is told of a message that this version claimed",
    because: "rows written since are in no index by which a former worker finds them",
  },
  owed: {
    since: "d4f9a32",
    leftOut: "events that their queue did not take in time and that are owed",
    because: "a former sweep does not know them: they wait for a version that does",
  },
  repeats: {
    since: "f5cddea",
    leftOut: "that a direct message goes once where its request was killed and is asked again",
    because: "a former Lambda that finds its session not connected forgets the key",
  },
  left: {
    since: "c37868a",
    leftOut: "contacts that leave a list while a campaign needs it",
    because: "a former Lambda does not keep them, a former worker completes without them",
  },
  newChats: {
    since: "04180a1",
    leftOut: "bounds of new chats, a session's and WhatsApp's own",
    because: "a former worker begins chats as fast as its pace lets it",
  },
} as const;

export type Loss = keyof typeof losses;

/** The commits since which each of them is lost. */
export const lossCommits: readonly string[] = Object.values(losses).map(({ since }) => since);

/** What is lost in going back to a version. */
export async function lossesOf(version: Version): Promise<ReadonlySet<Loss>> {
  const lost = new Set<Loss>();
  for (const [name, { since }] of Object.entries(losses)) {
    if (!(await isIn(since, version))) lost.add(name as Loss);
  }
  return lost;
}

/** In sentences, what is left out, and why. */
export const inWords = (lost: ReadonlySet<Loss>): readonly string[] =>
  [...lost].map((loss) => {
    const { since, leftOut, because } = losses[loss];
    return `left out, as docs/upgrade.md says (since ${since}): ${leftOut}: ${because}`;
  });

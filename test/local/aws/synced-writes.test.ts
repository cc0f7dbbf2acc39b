import { setImmediate } from "node:timers/promises";
import { SyncedWrites, type Change } from "../../../local/aws/synced-writes.ts";

const put = (key: string): Change => ({ type: "put", key, value: "1" });

/** Writes whose commits end when the test says so. */
function slowWrites() {
  const commits: { readonly keys: readonly string[]; readonly end: (error?: Error) => void }[] = [];
  const writes = new SyncedWrites(
    (changes) =>
      new Promise((resolve, reject) => {
        commits.push({
          keys: changes.map(({ key }) => key),
          end: (error) => {
            if (error === undefined) resolve();
            else reject(error);
          },
        });
      }),
  );
  const answered: string[] = [];
  const write = async (...keys: string[]) => {
    await writes.write(keys.map(put)).then(
      () => answered.push(keys.join("+")),
      (error: unknown) => answered.push(`${keys.join("+")}: ${(error as Error).message}`),
    );
  };
  return { writes, write, commits, answered };
}

test("a write is answered after its commit, and what comes meanwhile is committed as one, in its order", async () => {
  const { write, commits, answered } = slowWrites();
  const all = ["a", "b", "c"].map((key) => write(key));
  await setImmediate();
  expect([commits.map(({ keys }) => keys), answered]).toEqual([[["a"]], []]);
  commits[0]?.end();
  await setImmediate();
  expect([commits.map(({ keys }) => keys), answered]).toEqual([[["a"], ["b", "c"]], ["a"]]);
  commits[1]?.end();
  await Promise.all(all);
  expect(answered).toEqual(["a", "b", "c"]);
});

test("a commit that fails is told to each whose write was in it, and the next one is tried", async () => {
  const { write, commits, answered } = slowWrites();
  const all = ["a", "b", "c"].map((key) => write(key));
  commits[0]?.end();
  await setImmediate();
  all.push(write("d"));
  commits[1]?.end(new Error("no space left"));
  await setImmediate();
  commits[2]?.end();
  await Promise.all(all);
  expect(answered).toEqual(["a", "b: no space left", "c: no space left", "d"]);
});

test("what is written together is one commit", () => {
  const { writes, write, commits } = slowWrites();
  writes.together(
    () => void write("index"),
    () => void write("item"),
  );
  expect(commits.map(({ keys }) => keys)).toEqual([["index", "item"]]);
});

test("what was to go with a write that never came is left out", async () => {
  const { writes, write, commits } = slowWrites();
  const ahead = () => void write("index");
  writes.together(ahead, () => undefined);
  expect(() => {
    writes.together(ahead, () => {
      throw new Error("closed");
    });
  }).toThrow("closed");
  void write("item");
  await setImmediate();
  expect(commits.map(({ keys }) => keys)).toEqual([["item"]]);
});

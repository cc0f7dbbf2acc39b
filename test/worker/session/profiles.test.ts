import { createHash } from "node:crypto";
import { ref, System } from "../../support/system.ts";

/** Which profile a session runs on: it is saved in time, and an earlier one stands in for one that is of no use. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const profile = async () => (await system.stores.sessions.find(ref))?.profile;
const isReady = async () => (await system.state()) === "ready";
const minute = 60_000;

test("a session that runs is closed, saved and opened anew now and then", async () => {
  system.startWorker("w1", { settings: { saveProfileMs: 3 * minute } });
  await system.linkSession();
  const linked = await profile();
  await system.clock.advance(2 * minute);
  expect(await profile()).toEqual(linked);
  await system.until(async () => (await profile())?.key !== linked?.key, "the profile is saved again", 2 * minute);
  await system.until(isReady, "the session is ready again");
  expect((await profile())?.previous).toEqual([linked?.key]);
});

test("where the saved profile can read nothing, the one saved before it is tried", async () => {
  const first = system.startWorker("w1", { host: "a" });
  await system.linkSession();
  await first.stop();
  const second = system.startWorker("w2", { host: "a" });
  await system.until(isReady, "it is ready");
  await second.stop();
  const saved = await profile();
  const [older] = saved?.previous ?? [];
  const [good, stale] = [system.files.files.get(saved?.key ?? ""), system.files.files.get(older ?? "")];
  if (saved === undefined || older === undefined || good === undefined || stale === undefined) throw new Error("two");
  // The last one saved is of no use, and the one before is.
  system.network.setBehaviour({ staleProfile: "undecryptable" });
  const session = await system.stores.sessions.find(ref);
  if (session === undefined) throw new Error("there is a session");
  await system.stores.sessionOwners.save(session, {
    profile: { ...saved, key: older, sha256: sha256Of(stale), previous: [saved.key] },
  });

  system.startWorker("w3", { host: "b" });
  await system.until(isReady, "it is ready on the other one");
  expect(system.logged.map(({ message }) => message)).toContainEqual(
    expect.stringContaining("an earlier one is tried"),
  );
});

const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

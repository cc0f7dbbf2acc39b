import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { create } from "tar";
import type { SessionProfile } from "../../../core/session/session.ts";
import { workingPage } from "../../../simulator/page-settings.ts";
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
const saidThat = (words: string) => system.logged.filter(({ message }) => message.includes(words)).length;
const isTried = "an earlier one is tried";

/** Where the profile lies on that host. */
const folderOn = (host: string) => join(system.dir, host, ref.tenantId, ref.sessionId, "profile");
/** The browser is killed, and what it kept is gone: a real one drops a database whose files it finds damaged. */
const loseStorage = (host: string): void => {
  system.network.fault(ref.sessionId, "browser_kill");
  rmSync(join(folderOn(host), "device.json"));
};

describe("a browser that is killed and loses its storage", () => {
  const pacing = { minGapMs: 5_000, maxGapMs: 5_000 };

  test.each(["just linked on this host", "taken over from another host"])(
    "of a session %s comes back on the profile saved before it, however often, and its campaign goes on",
    async (since) => {
      const first = system.startWorker("w1", { host: "a" });
      await system.linkSession();
      const isTakenOver = since.startsWith("taken");
      if (isTakenOver) await first.stop();
      const host = isTakenOver ? "b" : "a";
      if (isTakenOver) system.startWorker("w2", { host });
      await system.until(isReady, "it is ready");
      await system.aList("lst_a", 6);
      const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
      for (const [time, arrived] of [1, 3, 5].entries()) {
        await system.until(() => system.arrivals().length === arrived, `${arrived} arrived`);
        loseStorage(host);
        await system.until(() => saidThat(isTried) === time + 1, "the saved profile is tried");
        await system.until(isReady, "it is ready again");
      }
      await system.untilStatus(campaignId, "completed");
      expect(new Set(system.arrivals()).size).toBe(6);
      expect(system.arrivals()).toHaveLength(6);
    },
  );

  test("after the phone unlinked it is logged out", async () => {
    system.startWorker("w1", { host: "a" });
    await system.linkSession();
    const saved = await profile();
    loseStorage("a");
    system.network.unlink(system.network.deviceOf(ref.sessionId).deviceId);
    await system.until(async () => (await system.state()) === "logged_out", "it is logged out");
    expect(saidThat(isTried)).toBe(1);
    expect(system.files.files.has(saved?.key ?? "")).toBe(false);
  });

  test("is logged out once every saved profile asked for a scan", async () => {
    system.startWorker("w1", { host: "a", settings: { saveProfileMs: minute } });
    await system.linkSession();
    await system.until(async () => (await profile())?.previous.length === 1, "it is saved twice", 3 * minute);
    await system.until(isReady, "it is ready");
    const { key, previous } = (await profile()) ?? { key: "", previous: [] };
    const spoilt = await archiveOf({ linked: "" });
    for (const name of [key, ...previous]) system.files.files.set(name, spoilt);
    await saveAs({ key, previous, sha256: sha256Of(spoilt) });
    loseStorage("a");
    await system.until(async () => (await system.state()) === "logged_out", "it is logged out");
    expect(saidThat(isTried)).toBe(2);
  });
});

test("a folder that can't be read gives way to the saved profile", async () => {
  system.startWorker("w1", { host: "a" });
  await system.linkSession();
  system.network.fault(ref.sessionId, "browser_kill");
  writeFileSync(join(folderOn("a"), "device.json"), "{");
  await system.until(() => saidThat(isTried) === 1, "the saved profile is tried");
  await system.until(isReady, "it is ready again");
});

test("profiles that are saved without having got in push out none that did", async () => {
  const first = system.startWorker("w1", { host: "a" });
  await system.linkSession();
  const linked = await profile();
  await first.stop();
  system.network.pageOf = () => ({ ...workingPage, isUnusable: true });
  for (const host of ["b", "c", "d", "e"]) {
    const worker = system.startWorker(`w-${host}`, { host });
    await system.until(async () => (await system.state()) === "starting", "it is being opened");
    await system.clock.advance(1_000);
    await worker.stop();
  }
  const { previous = [] } = (await profile()) ?? {};
  expect(previous).toContain(linked?.key);
  expect([...system.files.files.keys()].filter((key) => key.startsWith("profiles/"))).toHaveLength(3);
  system.network.pageOf = () => workingPage;
  system.startWorker("w9", { host: "f" });
  await system.until(isReady, "it is ready");
});

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
  await saveAs({ key: older, sha256: sha256Of(stale), previous: [saved.key] });

  system.startWorker("w3", { host: "b" });
  await system.until(isReady, "it is ready on the other one");
  expect(saidThat(isTried)).toBeGreaterThan(0);
});

test("a saved profile that is damaged is passed over", async () => {
  const first = system.startWorker("w1", { host: "a" });
  await system.linkSession();
  await first.stop();
  const second = system.startWorker("w2", { host: "a" });
  await system.until(isReady, "it is ready");
  await second.stop();
  const { key, previous } = (await profile()) ?? { key: "", previous: [] };
  const [damaged = "", whole = ""] = previous;
  system.files.files.set(whole, system.files.files.get(key) ?? Buffer.of());
  system.files.files.set(damaged, (system.files.files.get(damaged) ?? Buffer.of()).subarray(0, 200));
  system.files.files.delete(key);
  system.startWorker("w3", { host: "b" });
  await system.until(isReady, "it is ready");
});

async function saveAs(changes: Partial<SessionProfile>): Promise<void> {
  const session = await system.stores.sessions.find(ref);
  if (session?.profile === undefined) throw new Error("there is a session with a profile");
  await system.stores.sessionOwners.save(session, { profile: { ...session.profile, ...changes } });
}

/** An archive of files with that content. */
async function archiveOf(files: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const dir = mkdtempSync(join(tmpdir(), "archive-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
    return await buffer(create({ cwd: dir, gzip: true, portable: true }, ["."]));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

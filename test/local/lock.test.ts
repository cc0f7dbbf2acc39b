import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { lockDataDir, lockWhenFree } from "../../local/lock.ts";

let parent: string;
let dir: string;
/** Ends each process that a test started. */
const holders: ((signal: NodeJS.Signals) => Promise<void>)[] = [];
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "lock-"));
  dir = join(parent, "data");
});
afterEach(async () => {
  for (const kill of holders.splice(0)) await kill("SIGKILL");
  await rm(parent, { recursive: true });
});

/** Another process that locks the directory and stays. */
async function aHolder() {
  const code = `import { lockDataDir, lockWhenFree } from ${JSON.stringify(resolve("local/lock.ts"))};
    await lockDataDir(${JSON.stringify(dir)}); console.log("locked"); setInterval(() => {}, 60_000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  const kill = async (signal: NodeJS.Signals) => {
    if (child.signalCode !== null) return;
    child.kill(signal);
    await once(child, "exit");
  };
  holders.push(kill);
  return { kill };
}

describe("the lock on a data directory", () => {
  test("is held by one at a time, and free again after its release", async () => {
    const first = await lockDataDir(dir);
    await expect(lockDataDir(dir)).rejects.toThrow(`${dir} is in use by another \`npm start\``);
    first.release();
    const second = await lockDataDir(dir);
    second.release();
  });

  test("tells what to do", async () => {
    const lock = await lockDataDir(dir);
    await expect(lockDataDir(dir)).rejects.toThrow(/stop that one, or give this one its own with --data DIR/);
    lock.release();
  });

  test("is the same by whatever name the directory is reached", async () => {
    const lock = await lockDataDir(dir);
    await symlink(dir, join(parent, "alias"));
    await expect(lockDataDir(join(parent, "alias"))).rejects.toThrow("is in use");
    lock.release();
  });

  test("keeps another process out until that is killed with SIGKILL", async () => {
    const holder = await aHolder();
    await expect(lockDataDir(dir)).rejects.toThrow("is in use");
    await holder.kill("SIGKILL");
    const lock = await lockDataDir(dir);
    lock.release();
    expect(await readdir(dir)).toEqual(["lock"]);
  });
});

describe("a start while another holds the data directory", () => {
  /** Time passes by waiting for it; what happens at a moment happens then. */
  function aClock(at: Readonly<Record<number, () => void>> = {}) {
    let ms = 0;
    return {
      elapsed: () => ms,
      wait: async (more: number) => {
        ms += more;
        at[ms]?.();
      },
    };
  }
  const serves = async () => true;
  const ends = async () => false;

  test("waits for a holder that is ending", async () => {
    const holder = await lockDataDir(dir);
    const clock = aClock({
      8_000: () => {
        holder.release();
      },
    });
    (await lockWhenFree(dir, ends, clock)).release();
    expect(clock.elapsed()).toBe(8_000);
  });

  test("is refused within a second when its holder goes on serving, and after ten when it never ends", async () => {
    const holder = await lockDataDir(dir);
    for (const [isServed, ms] of [
      [serves, 1_000],
      [ends, 10_000],
    ] as const) {
      const clock = aClock();
      await expect(lockWhenFree(dir, isServed, clock)).rejects.toThrow("is in use by another `npm start`");
      expect(clock.elapsed()).toBe(ms);
    }
    holder.release();
  });
});

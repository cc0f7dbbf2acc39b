import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findChromium } from "../../worker/whatsapp/chromium.ts";
import { until } from "../support/stack.ts";
import { buildImage } from "./image.ts";

/**
 * What one-machine/Dockerfile and compose.yaml make of a machine, without Docker: a root that is read-only and holds what the image
 * copies, /data alone to write to, temporary files in memory that can't be run, processes of its own, user 1000, no capability. Linux,
 * as root. The network is the machine's, for the test asks the API.
 */
export class Machine {
  /** On the machine's own disk. */
  readonly dir = mkdtempSync(join(tmpdir(), "one-machine-"));
  readonly data = join(this.dir, "data");
  readonly backups = join(this.dir, "backups");
  readonly #app = join(this.dir, "image");
  #chromium = "";

  async build(): Promise<void> {
    buildImage(readFileSync("one-machine/Dockerfile", "utf8"), this.dir, this.#app);
    const etc = join(this.dir, "etc");
    mkdirSync(etc);
    writeFileSync(join(etc, "passwd"), "node:x:1000:1000::/tmp:/bin/sh\n");
    writeFileSync(join(etc, "hosts"), "127.0.0.1 localhost\n");
    for (const name of ["fonts", "ssl"])
      cpSync(`/etc/${name}`, join(etc, name), { recursive: true, dereference: true });
    for (const name of [this.data, this.backups]) {
      mkdirSync(name, { mode: 0o700 });
      execFileSync("chown", ["1000:1000", name]);
    }
    const { path } = await findChromium();
    this.#chromium = join(this.dir, "browser");
    cpSync(join(path, ".."), this.#chromium, { recursive: true, dereference: true });
    symlinkSync("chromium", join(this.#chromium, "chromium-headless-shell"));
    execFileSync("chmod", ["-R", "a+rX", this.#app, etc, this.#chromium]);
    execFileSync("chmod", ["a+x", this.dir]);
  }

  /** A command of the image, as `docker run` would have it. */
  run(command: readonly string[]): Container {
    const script = `set -e
      R=${join(this.dir, "root")}
      mount --make-rprivate /
      mkdir -p $R
      mount -t tmpfs -o size=1m tmpfs $R
      cd $R
      mkdir usr etc app data backups browser node proc dev tmp
      ln -s usr/bin bin; ln -s usr/lib lib; ln -s usr/lib64 lib64
      bound() { mount --bind "$1" "$2"; mount -o remount,bind,$3 "$2"; }
      bound /usr usr ro
      bound ${this.dir}/etc etc ro
      bound ${this.#app} app ro
      bound ${this.#chromium} browser ro
      bound ${dirname(process.execPath)} node ro
      bound ${this.data} data rw,noexec
      bound ${this.backups} backups rw,noexec
      mount -t proc proc proc
      mount -t tmpfs -o mode=755 tmpfs dev
      for device in null zero full random urandom; do touch dev/$device; mount --bind /dev/$device dev/$device; done
      mkdir dev/shm; mount -t tmpfs -o mode=1777,noexec,size=256m tmpfs dev/shm
      mount -o remount,ro dev
      mount -t tmpfs -o mode=1777,noexec,nosuid,nodev,size=1g tmpfs tmp
      mount -o remount,ro .
      exec chroot . setpriv --reuid 1000 --regid 1000 --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all \
        env -i PATH=/node:/usr/bin HOME=/tmp NODE_ENV=production MALLOC_ARENA_MAX=1 BROWSER_ARGS=--no-sandbox \
        CHROME_PATH=/browser/chromium-headless-shell \
        sh -c 'cd /app && exec node "$@"' node "$@"`;
    const unshared = ["--mount", "--pid", "--ipc", "--fork", "sh", "-c", script, "container", ...command];
    return new Container(spawn("unshare", unshared, { stdio: ["ignore", "pipe", "pipe"] }));
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

export class Container {
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;
  written = "";

  constructor(child: ChildProcess) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => (this.written += text));
    }
    this.#exit = once(child, "close");
    process.once("exit", () => {
      if (child.exitCode === null && child.signalCode === null) process.kill(this.pid, "SIGKILL");
    });
  }

  /** Its first process, as the machine counts: by the time that it writes, it is Node. */
  get pid(): number {
    const { pid = 0 } = this.#child;
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ")[0]);
  }

  /** @returns where it is up */
  async up(): Promise<string> {
    const upAt = /is up at (http:\/\/\S+)/;
    await until(
      () => Promise.resolve({ written: this.written, code: this.#child.exitCode }),
      ({ written, code }) => code !== null || upAt.test(written),
      "the container is up",
      300_000,
    );
    const url = upAt.exec(this.written)?.[1];
    if (url === undefined) throw new Error(`it ended: ${this.written}`);
    return url;
  }

  /** With all that it started, as its machine does where there is no memory left. */
  async kill(): Promise<void> {
    const isThere = this.#child.exitCode === null && this.#child.signalCode === null;
    // Its first process takes all others of its space with it.
    if (isThere) process.kill(this.pid, "SIGKILL");
    await this.#exit;
  }

  /** `docker stop`. @returns how long that took, ms */
  async stop(): Promise<number> {
    const startedAt = performance.now();
    process.kill(this.pid, "SIGTERM");
    await this.#exit;
    return performance.now() - startedAt;
  }

  /** @throws Error with what it wrote unless it ends well */
  async ended(): Promise<string> {
    await this.#exit;
    if (this.#child.exitCode !== 0) throw new Error(this.written);
    return this.written;
  }
}

import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Client, type DataOf } from "../e2e/client.ts";
import * as person from "../e2e/steps.ts";
import { until } from "../support/stack.ts";
import { Machine, type Container } from "./container.ts";

/**
 * `npm run chaos -- --one-machine`: the processes of one-machine/ as their containers would run them, with whatsapp-web.js in a
 * real browser on the simulated page: linked, killed and restarted in the middle of a broadcast, backed up, lost, restored.
 *
 * @returns the exit code
 */
export async function runByHand(): Promise<number> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    console.error("--one-machine makes a root of its own to run in: it wants Linux, and root");
    return 1;
  }
  const machine = new Machine();
  const story = new Story(machine);
  try {
    await machine.build();
    await story.tell();
  } catch (error) {
    story.broken.push(`${(error as Error).message}\n${story.log}`);
  } finally {
    await story.end();
    machine.remove();
  }
  for (const line of story.broken) console.error(`broken: ${line}`);
  console.log(`
${story.broken.length === 0 ? "1 passed, 0 failed" : "0 passed, 1 failed"}`);
  return story.broken.length === 0 ? 0 : 1;
}

const numbers = person.numbersOf(21, 24);
const later = person.numbersOf(22, 3);
/** For a machine that is busy with other work. */
const patienceMs = 180_000;
const sending = "/api/whatsapp/operations/sending";

class Story {
  readonly broken: string[] = [];
  readonly #machine: Machine;
  #container: Container | undefined;
  #client = new Client("http://not-up.invalid");
  #key = "";

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  async tell(): Promise<void> {
    const client = () => this.#client;
    await this.#start();
    this.#checkConfinement();
    await client().send("PUT", "/_simulator/behaviour", { json: { acceptMs: 20, deliverMs: 20, readMs: null } });
    await this.#link();
    const listId = await person.aList(client(), "shop", "Pelanggan", numbers);
    const { campaignId } = await person.launch(client(), "shop", { listId, message: "Halo {{ name }}", gapMs: 300 });
    await this.#untilArrived(5);
    for (const atLeast of [10, 15]) {
      await this.#container?.kill();
      const killedAt = performance.now();
      await this.#start();
      await this.#untilArrived(atLeast);
      this.#say(
        `killed, and ${atLeast} of ${numbers.length} arrived ${seconds(performance.now() - killedAt)} later, without a scan`,
      );
    }
    this.#say(`stopped within ${seconds((await this.#container?.stop()) ?? 0)}`);
    const written = await this.#machine
      .run(["local/backup/run-backup.ts", "--data", "/data", "--to", "/backups/a.tgz"])
      .ended();
    this.#say(written.trim());
    await this.#start();
    await person.untilStatus(client(), "shop", campaignId, "completed", patienceMs);
    const rows = await person.campaignOf(client(), "shop", campaignId);
    const inDoubt = rows.counts["in_doubt"] ?? 0;
    this.#say(`completed: ${JSON.stringify(rows.counts)}`);
    if (inDoubt > 2) this.broken.push(`${inDoubt} in doubt after two kills`);
    await this.#compareArrivals(numbers, inDoubt);
    await this.#container?.stop();
    this.#loseTheDisk();
    const restored = this.#machine.run(["local/backup/run-restore.ts", "--data", "/data", "--from", "/backups/a.tgz"]);
    this.#say((await restored.ended()).replaceAll("\n", " ").trim());
    this.#bringPhonesBack();
    await this.#start();
    await person.untilConnected(client(), "shop", patienceMs);
    const { status } = await person.campaignOf(client(), "shop", campaignId);
    if (status !== "stopped") this.broken.push(`the campaign of before is ${status} after the restore`);
    const { data } = await client().get<DataOf<{ readonly halted: boolean }>>(sending);
    if (!data.halted) this.broken.push("sending is not halted after the restore");
    await client().send("PUT", sending, { json: { halted: false } });
    const after = await person.aList(client(), "shop", "Danach", later);
    const next = await person.launch(client(), "shop", { listId: after, message: "Halo lagi", gapMs: 0 });
    await person.untilStatus(client(), "shop", next.campaignId, "completed", patienceMs);
    await this.#compareArrivals([...numbers, ...later], inDoubt);
    this.#say(`restored, linked without a scan, and ${later.length} more arrived; no person got a message twice`);
    await this.#container?.stop();
  }

  get log(): string {
    return this.#container?.written ?? "";
  }

  async #link(): Promise<void> {
    await until(
      () => this.#client.get<{ readonly qrCode?: string }>("/qrcode", { "user-id": "shop" }),
      ({ qrCode }) => qrCode !== undefined,
      "a QR code is shown",
      patienceMs,
    );
    await this.#client.post("/_simulator/sessions/shop/scan", { number: "628111000333", name: "Toko" });
    await person.untilConnected(this.#client, "shop", patienceMs);
    this.#say("linked by a scan");
  }

  async #untilArrived(atLeast: number): Promise<void> {
    await until(
      () => person.deliveriesOf(this.#client, "shop"),
      ({ length }) => length >= atLeast,
      `${atLeast} messages arrived`,
      patienceMs,
    );
  }

  async end(): Promise<void> {
    await this.#container?.kill();
  }

  /** Built when the image was, and not now: nothing can be written here. */
  async #seeTheConsole(url: string): Promise<void> {
    const page = await fetch(url);
    if (!page.ok || !(await page.text()).includes("<script")) this.broken.push(`the console answers ${page.status}`);
  }

  #say(line: string): void {
    console.log(line);
  }

  async #start(): Promise<void> {
    const startedAt = performance.now();
    const given = ["--data", "/data", "--engine", "browser-simulator", "--port", "0"];
    const container = this.#machine.run(["local/start.ts", ...given]);
    this.#container = container;
    const url = await container.up();
    this.#key = readFileSync(join(this.#machine.data, "admin-key"), "utf8").trim();
    this.#client = new Client(url, this.#key);
    if (container.written.includes(this.#key)) this.broken.push("the admin key stands in the log");
    if (/#code=|█/.test(container.written)) this.broken.push("an address that signs in, or a code, stands in the log");
    await this.#seeTheConsole(url);
    this.#say(`up after ${seconds(performance.now() - startedAt)}`);
  }

  #checkConfinement(): void {
    const pid = this.#container?.pid ?? 0;
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const wanted = [/^Uid:\t1000\t1000\t1000\t1000$/m, /^CapEff:\t0+$/m, /^CapBnd:\t0+$/m, /^NoNewPrivs:\t1$/m];
    for (const line of wanted) if (!line.test(status)) this.broken.push(`the process has not ${line.source}`);
    const mounts = readFileSync(`/proc/${pid}/mounts`, "utf8")
      .trim()
      .split("\n")
      .map((line) => line.split(" "));
    const writable = mounts.flatMap(([, place = "", kind, options = ""]) =>
      kind !== "proc" && /^rw\b/.test(options) ? [place] : [],
    );
    const devices = writable.filter((place) => !/^\/dev\/(?!shm$)/.test(place));
    if (devices.sort().join() !== "/backups,/data,/dev/shm,/tmp")
      this.broken.push(`it can write to ${devices.join(", ")}`);
    this.#say(`user 1000, no capabilities, no new privileges; writes to ${devices.join(", ")} alone`);
  }

  /** The phones are not on it. */
  #loseTheDisk(): void {
    const { data, dir } = this.#machine;
    cpSync(join(data, "simulator"), join(dir, "phones"), { recursive: true });
    for (const part of readdirSync(data)) rmSync(join(data, part), { recursive: true });
  }

  #bringPhonesBack(): void {
    const { data, dir } = this.#machine;
    cpSync(join(dir, "phones"), join(data, "simulator"), { recursive: true });
    execFileSync("chown", ["--recursive", "1000:1000", join(data, "simulator")]);
  }

  async #compareArrivals(wanted: readonly string[], inDoubt: number): Promise<void> {
    const arrived = (await person.deliveriesOf(this.#client, "shop")).map(({ to }) => to);
    const twice = arrived.filter((to, index) => arrived.indexOf(to) !== index);
    const missing = wanted.filter((to) => !arrived.includes(to));
    if (twice.length > 0) this.broken.push(`${twice.join(", ")} got a message twice`);
    if (missing.length > inDoubt) this.broken.push(`${missing.join(", ")} got no message, ${inDoubt} in doubt`);
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

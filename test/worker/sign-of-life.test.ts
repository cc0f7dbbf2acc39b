import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { giveSignsOfLife } from "../../worker/sign-of-life.ts";
import { FakeClock } from "../support/fake-clock.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "alive-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** How old the last sign is, by the clock. */
const ageOf = (file: string, clock: FakeClock) => clock.now() - Date.parse(readFileSync(file, "utf8"));

function aWorker(file: string) {
  const clock = new FakeClock();
  const ending = new AbortController();
  const warnings: string[] = [];
  const log = { warn: (message: string) => void warnings.push(message) };
  const over = giveSignsOfLife(file, clock, log, ending.signal);
  return { clock, warnings, end: () => (ending.abort(), over) };
}

test("a process that gets to do anything gives a sign at once, and none gets a minute old", async () => {
  const file = join(folder, "alive");
  const { clock, end } = aWorker(file);
  const ages: number[] = [];
  for (let step = 0; step < 20; step += 1) {
    await clock.advance(7_000);
    ages.push(ageOf(file, clock));
  }
  expect(Math.max(...ages)).toBeLessThan(20_000);
  await end();
});

test("a sign that cannot be written is told, and the next one is given", async () => {
  const file = join(folder, "later", "alive");
  const { clock, warnings, end } = aWorker(file);
  await clock.advance(1_000);
  expect(warnings).toEqual(["no sign of life given"]);
  mkdirSync(dirname(file));
  await clock.advance(10_000);
  expect(ageOf(file, clock)).toBeLessThan(10_000);
  await end();
});

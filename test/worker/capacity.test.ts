import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { capacityFor, memoryLimit } from "../../worker/capacity.ts";

const gibibyte = 1024 ** 3;

test("8 GB hold ten sessions, and the smallest memory one", () => {
  expect(capacityFor(8 * gibibyte)).toBe(10);
  expect(capacityFor(4 * gibibyte)).toBe(4);
  expect(capacityFor(0.5 * gibibyte)).toBe(1);
});

test("what a worker is told of its task counts where its container bears no limit, as on Fargate", async () => {
  const dir = mkdtempSync(join(tmpdir(), "cgroup-"));
  const file = join(dir, "memory.max");
  writeFileSync(file, "max\n");
  expect(await memoryLimit(1_024, file)).toBe(gibibyte);
  expect(await memoryLimit(1_024, join(dir, "nothing"))).toBe(gibibyte);
  // The least of all counts.
  writeFileSync(file, "536870912\n");
  expect(await memoryLimit(1_024, file)).toBe(gibibyte / 2);
  expect(await memoryLimit(1_000_000_000, file)).toBe(gibibyte / 2);
  writeFileSync(file, "max\n");
  expect(await memoryLimit(1_000_000_000, file)).toBe(totalmem());
  rmSync(dir, { recursive: true });
});

test("a container's limit counts where there is one, else the machine's memory", async () => {
  const dir = mkdtempSync(join(tmpdir(), "cgroup-"));
  const file = join(dir, "memory.max");
  writeFileSync(file, "1073741824\n");
  expect(await memoryLimit(undefined, file)).toBe(gibibyte);
  writeFileSync(file, "max\n");
  expect(await memoryLimit(undefined, file)).toBe(totalmem());
  expect(await memoryLimit(undefined, join(dir, "nothing"))).toBe(totalmem());
  rmSync(dir, { recursive: true });
});

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

test("a container's limit counts where there is one, else the machine's memory", async () => {
  const dir = mkdtempSync(join(tmpdir(), "cgroup-"));
  const file = join(dir, "memory.max");
  writeFileSync(file, "1073741824\n");
  expect(await memoryLimit(file)).toBe(gibibyte);
  writeFileSync(file, "max\n");
  expect(await memoryLimit(file)).toBe(totalmem());
  expect(await memoryLimit(join(dir, "nothing"))).toBe(totalmem());
  rmSync(dir, { recursive: true });
});

import { spawnSync } from "node:child_process";
import { join } from "node:path";

test("the image's entry point says which setting is missing, and ends", () => {
  const root = join(__dirname, "..", "..");
  const { status, stdout, stderr } = spawnSync(process.execPath, ["worker/main.ts"], {
    cwd: root,
    encoding: "utf8",
    env: { AWS_REGION: "test" },
    timeout: 30_000,
  });
  expect(status).toBe(1);
  expect(stdout + stderr).toMatch(/environment variable [A-Z_]+ is not set/);
});

import { execFile } from "node:child_process";

/** A command of the README as it stands: it judges its own campaign, and says so by its exit code. */

test("npm run demo accounts for every row of its file", async () => {
  const { code, out } = await new Promise<{ readonly code: number | null; readonly out: string }>((done) => {
    const child = execFile(process.execPath, ["run.cjs", "local/demo/run.ts"], (_, stdout, stderr) => {
      done({ code: child.exitCode, out: `${stdout}${stderr}` });
    });
  });
  expect(out).toContain("kept: all 500 rows accounted for, every message as written, no phone twice");
  expect(code).toBe(0);
});

import { joinEngine } from "../../local/engines.ts";

test("a worker beside the stack runs as many browsers as the environment says", async () => {
  const wayIn = { kind: "browser", flags: [], isReal: false } as const;
  const env = { CHROME_PATH: process.execPath };
  expect(await joinEngine({ ...env, SESSIONS_PER_WORKER: "1" }, wayIn)).toMatchObject({ capacity: 1 });
  await expect(joinEngine({ ...env, SESSIONS_PER_WORKER: "many" }, wayIn)).rejects.toThrow("SESSIONS_PER_WORKER");
});

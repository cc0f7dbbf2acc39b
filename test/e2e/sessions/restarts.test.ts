import { restartAndSend } from "./restarts.ts";

// `npm run chaos` does the same twenty times.
it("answers 200 or 202 to a message right after a restart, however the run before it ended", async () => {
  const { broken, answers } = await restartAndSend(["SIGTERM", "SIGKILL", "SIGKILL"]);
  expect({ broken, statuses: Object.keys(answers).filter((status) => !["200", "202"].includes(status)) }).toEqual({
    broken: [],
    statuses: [],
  });
});

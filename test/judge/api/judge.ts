import { join, resolve } from "node:path";
import { rm, writeFile } from "node:fs/promises";
import type { Context, Judge, Verdict } from "../judge.ts";
import { startFed, type Fed } from "./feed.ts";
import { verdictOn } from "./verdict.ts";

/** schemathesis asks what the document allows and what it forbids, and holds each answer against the document. */
export const api: Judge = {
  name: "api",
  proves: "every answer to requests made from the OpenAPI document, right and wrong ones, is as the document says",
  needs: ["python"],
  parts: [{ name: "schemathesis", minutes: 30, run: judge }],
};

const source = "test/judge/api";
/** Requests for each of this: schemathesis counts examples of an operation, and asks some 5,400 that cover the document besides. */
const requestsAnExample = 90;
const coveringRequests = 5_400;

async function judge(context: Context): Promise<Verdict> {
  const { dir, requests, run, pip, say } = context;
  const programs = resolve(await pip(`${source}/requirements.txt`));
  say("feeding a stack ...");
  const fed = await startFed(context);
  const before = await fed.other.seen();
  await rm(join(dir, "report.ndjson"), { force: true });
  await writeFile(join(dir, "openapi.json"), JSON.stringify(fed.document));
  say(`asking at least ${requests} requests ...`);
  const { code, written } = await run("schemathesis", commandFor(programs, requests, fed), {
    // It keeps files of its own in the working directory.
    cwd: dir,
    env: {
      PYTHONPATH: resolve(source),
      PYTHONDONTWRITEBYTECODE: "1",
      SCHEMATHESIS_HOOKS: "hooks",
      JUDGE_KEY: fed.key,
      JUDGE_OPERATOR_KEY: fed.operatorKey,
      JUDGE_GROUND: JSON.stringify(fed.ground),
    },
  });
  // 1 is said of failed checks, too: the report tells which.
  if (code !== 0 && code !== 1)
    throw new Error(`schemathesis ended with ${code ?? "a signal"}:\n${written.slice(-2_000)}`);
  return await verdictOn(join(dir, "report.ndjson"), {
    requests,
    isOtherUntouched: before === (await fed.other.seen()),
    document: fed.document,
  });
}

function commandFor(programs: string, requests: number, { url }: Fed): string[] {
  const examples = Math.ceil(Math.max(requests - coveringRequests, requests / 6) / requestsAnExample);
  return [
    `${programs}/schemathesis`,
    ...["--config-file", resolve(source, "schemathesis.toml"), "run", "openapi.json", "--url", url],
    ...["--max-examples", String(examples)],
    ...["--report", "ndjson", "--report-ndjson-path", "report.ndjson", "--no-color"],
  ];
}

import { commandLine } from "../../command-line.ts";
import { stackNameOf } from "../config.ts";
import { asScript, CommandFailed, outputsOf, run, stageOf } from "./commands.ts";
import { endWorkers } from "./end-workers.ts";

// Entry point of `npm run destroy`: takes a deployment down with everything in it. Not for prod, which keeps its data.

const usage = `npm run destroy -- [--stage dev] --delete-everything-in STACK
Takes a deployment down with every session, list, campaign and file in it. Not for prod (docs/deploy.md).
  --stage dev                   which deployment
  --delete-everything-in STACK  the name of its stack, to show that it is meant: ${stackNameOf({ stage: "dev" })}`;

await asScript(() => {
  const { values } = commandLine(usage, {
    stage: { type: "string", default: "dev" },
    "delete-everything-in": { type: "string" },
  });
  const stage = stageOf(values.stage);
  const name = stackNameOf({ stage });
  if (stage === "prod") {
    throw new CommandFailed(
      "prod is protected and keeps its tables, its bucket and its key: docs/deploy.md says how to take it down by hand",
    );
  }
  if (values["delete-everything-in"] !== name) {
    throw new CommandFailed(
      `this deletes every session, list, campaign and file of ${name}. If you mean it: npm run destroy -- --stage ${stage} --delete-everything-in ${name}`,
    );
  }
  const outputs = outputsOf(stage);
  // A worker that ends saves profiles into the bucket.
  endWorkers(outputs);
  run("aws", "s3", "rm", `s3://${outputs.FilesBucket}`, "--recursive");
  // Its schedule group takes all its schedules with it.
  run("cdk", "destroy", "--force", "-c", `stage=${stage}`, name);
});

import { commandLine } from "../../command-line.ts";
import { workerImageDir } from "../config.ts";
import { ask, asScript, CommandFailed, run } from "./commands.ts";

// Entry point of `npm run image`: builds the worker's image and pushes it, where deployments must not build. Without
// --repository it only builds.

const usage = `npm run image -- [--repository NAME --tag TAG]
Builds the worker's image from what \`npm run bundle\` laid out, and pushes it where both are given.
  --repository NAME  a repository of ECR in the AWS CLI's account and region
  --tag TAG          what the image is called there`;

await asScript(() => {
  const { values } = commandLine(usage, { repository: { type: "string" }, tag: { type: "string" } });
  const { repository, tag } = values;
  if ((repository === undefined) !== (tag === undefined)) {
    throw new CommandFailed(`--repository and --tag: both or none\n\n${usage}`);
  }
  const build = ["buildx", "build", "--platform", "linux/arm64"];
  if (repository === undefined || tag === undefined) {
    run("docker", ...build, "--tag", "whatsapp-broadcast-worker", "--load", workerImageDir);
    return;
  }
  const { repositories } = JSON.parse(
    ask("aws", ["ecr", "describe-repositories", "--repository-names", repository, "--output", "json"]),
  ) as { readonly repositories: readonly { readonly repositoryUri: string }[] };
  const uri = repositories[0]?.repositoryUri;
  if (uri === undefined) throw new CommandFailed(`ECR has no repository ${repository}`);
  const [registry = ""] = uri.split("/");
  const password = ask("aws", ["ecr", "get-login-password"]);
  ask("docker", ["login", "--username", "AWS", "--password-stdin", registry], password);
  run("docker", ...build, "--tag", `${uri}:${tag}`, "--push", workerImageDir);
  console.log(`npm run deploy -- -c workerImage=${repository}:${tag}`);
});

import { existsSync } from "node:fs";
import { join } from "node:path";
import * as ecr from "aws-cdk-lib/aws-ecr";
import { Platform } from "aws-cdk-lib/aws-ecr-assets";
import * as ecs from "aws-cdk-lib/aws-ecs";
import type { Construct } from "constructs";
import { workerImageDir, type Config } from "./config.ts";

/** The worker's image: one that was pushed before, or built by `cdk deploy` from what `npm run bundle` laid out. */
export function workerImage(
  scope: Construct,
  { workerImage: pushed }: Pick<Config, "workerImage">,
): ecs.ContainerImage {
  if (pushed !== undefined) {
    const repository = ecr.Repository.fromRepositoryName(scope, "Images", pushed.repository);
    return ecs.ContainerImage.fromEcrRepository(repository, pushed.tag);
  }
  const folder = join(import.meta.dirname, "..", workerImageDir);
  if (!existsSync(join(folder, "Dockerfile"))) {
    throw new Error(`no worker image in ${folder}: run \`npm run bundle\` first`);
  }
  // Synthesis only copies and fingerprints the folder; the image is built and pushed at deployment, named by its content.
  return ecs.ContainerImage.fromAsset(folder, { platform: Platform.LINUX_ARM64 });
}

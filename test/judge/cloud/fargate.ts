import { existsSync, symlinkSync } from "node:fs";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  type TaskDefinition,
} from "@aws-sdk/client-ecs";
import { workerImageDir } from "../../../infra/config.ts";
import type { Context, Started } from "../judge.ts";
import { clientOf, type Deployment } from "./deployment.ts";
import { ownEnvironment } from "./emulator.ts";

/**
 * Fargate, which the emulator has no Docker for: as many workers as ECS is asked for, each what the image holds and runs, with
 * the environment of the deployed task definition, the credentials of its task role, and a disk of its own. One that
 * ends is replaced.
 */
export class Fargate {
  readonly #context: Context;
  readonly #deployment: Deployment;
  readonly #browserArgs: readonly string[];
  readonly #ecs: ECSClient;
  readonly #ending = new AbortController();
  readonly #tasks = new Set<Started>();
  #started = 0;
  #written = "";
  #keeping: Promise<void> = Promise.resolve();

  constructor(context: Context, deployment: Deployment, browserArgs: readonly string[]) {
    this.#context = context;
    this.#deployment = deployment;
    this.#browserArgs = browserArgs;
    this.#ecs = new ECSClient(clientOf(deployment.emulator));
  }

  /** Tasks that run now. */
  get running(): number {
    return this.#tasks.size;
  }

  get started(): number {
    return this.#started;
  }

  /** What all workers wrote. */
  get written(): string {
    return [this.#written, ...[...this.#tasks].map((task) => task.written())].join("");
  }

  async open(): Promise<void> {
    const { definition, image } = { definition: await this.#definition(), image: await layOutImage(this.#context) };
    this.#keeping = this.#keep(definition, image);
  }

  /** SIGKILL to a worker and its browsers at once, and its disk is gone: a machine that lost its power. */
  async killOne(): Promise<void> {
    const [task] = this.#tasks;
    if (task === undefined) throw new Error("no worker runs that could be killed");
    await task.kill();
  }

  async close(): Promise<void> {
    this.#ending.abort();
    await this.#keeping;
    await Promise.all([...this.#tasks].map((task) => task.end()));
  }

  async #definition(): Promise<TaskDefinition> {
    const taskDefinition = (await this.#service()).taskDefinition;
    const { taskDefinition: found } = await this.#ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
    if (found === undefined) throw new Error(`ECS knows no task definition ${taskDefinition ?? ""}`);
    return found;
  }

  async #service() {
    const { WorkerCluster: cluster, WorkerService: service = "" } = this.#deployment.outputs;
    const { services: [found] = [] } = await this.#ecs.send(
      new DescribeServicesCommand({ cluster, services: [service] }),
    );
    if (found === undefined) throw new Error(`ECS knows no service ${service}`);
    return found;
  }

  async #keep(definition: TaskDefinition, image: string): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      const { desiredCount = 0 } = await this.#service();
      while (this.#tasks.size < desiredCount) await this.#start(definition, image);
      const surplus = [...this.#tasks].slice(desiredCount);
      await Promise.all(surplus.map((task) => task.end()));
      await wait(500, undefined, { signal }).catch(() => undefined);
    }
  }

  async #start({ containerDefinitions = [], taskRoleArn = "" }: TaskDefinition, image: string): Promise<void> {
    const { emulator } = this.#deployment;
    const ofTask = (containerDefinitions[0]?.environment ?? []).map(({ name = "", value }) => [name, value] as const);
    const dockerfile = await readFile(join(image, "Dockerfile"), "utf8");
    const [, ...command] = JSON.parse(/^CMD (.+)$/m.exec(dockerfile)?.[1] ?? "[]") as readonly string[];
    const [, arenas] = /^ENV MALLOC_ARENA_MAX=(\d+)$/m.exec(dockerfile) ?? [];
    const disk = await mkdtemp(resolve(this.#context.dir, "task-"));
    this.#started += 1;
    const role = encodeURIComponent(taskRoleArn);
    const task = this.#context.start(`worker-${this.#started}`, [process.execPath, ...command], {
      cwd: image,
      env: {
        ...ownEnvironment,
        ...Object.fromEntries(ofTask),
        MALLOC_ARENA_MAX: arenas,
        NODE_ENV: "production",
        HOME: disk,
        TMPDIR: disk,
        BROWSER_ARGS: this.#browserArgs.map((flag) => `"${flag}"`).join(" "),
        // As ECS sets them; where it names a path at an address of its own, this one is whole.
        AWS_REGION: emulator.region,
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `${emulator.endpoint}/_judge/task-credentials?role=${role}`,
        AWS_ENDPOINT_URL: emulator.endpoint,
        SQS_ENDPOINT: emulator.endpoint,
      },
    });
    this.#tasks.add(task);
    void task.ended.then(async ({ written }) => {
      this.#tasks.delete(task);
      this.#written += written;
      await rm(disk, { recursive: true, force: true });
    });
  }
}

/** What the Dockerfile puts together, with this checkout's packages. */
async function layOutImage({ dir }: Context): Promise<string> {
  const image = resolve(dir, "image");
  await rm(image, { recursive: true, force: true });
  await cp(workerImageDir, image, { recursive: true });
  const packages = join(image, "node_modules");
  if (!existsSync(packages)) symlinkSync(resolve("node_modules"), packages);
  return image;
}

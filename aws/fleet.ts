import { DescribeServicesCommand, ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import type { Fleet } from "../core/session/session-ports.ts";
import { envNames, optionalSetting, requiredSetting, type Environment } from "./env.ts";
import { timeouts } from "./timeouts.ts";

/** The Fargate service of the workers. */
export class EcsFleet implements Fleet {
  readonly #client: ECSClient;
  readonly #cluster: string;
  readonly #service: string;

  constructor(client: ECSClient, cluster: string, service: string) {
    this.#client = client;
    this.#cluster = cluster;
    this.#service = service;
  }

  async asked(): Promise<number> {
    const { services = [] } = await this.#client.send(
      new DescribeServicesCommand({ cluster: this.#cluster, services: [this.#service] }),
    );
    const count = services[0]?.desiredCount;
    if (count === undefined) throw new Error(`ECS knows no service ${this.#service} in cluster ${this.#cluster}`);
    return count;
  }

  async ask(workers: number): Promise<void> {
    await this.#client.send(
      new UpdateServiceCommand({ cluster: this.#cluster, service: this.#service, desiredCount: workers }),
    );
  }
}

/** The fleet that the environment names; none where workers are started by hand, as on a laptop. */
export function openFleet(env: Environment): Fleet | undefined {
  const cluster = optionalSetting(env, envNames.workerCluster);
  if (cluster === undefined) return undefined;
  return new EcsFleet(new ECSClient(timeouts), cluster, requiredSetting(env, envNames.workerService));
}

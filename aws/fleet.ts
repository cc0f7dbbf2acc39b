import { DescribeServicesCommand, ECSClient, UpdateServiceCommand, type Service } from "@aws-sdk/client-ecs";
import type { Fleet, FleetSize } from "../core/session/session-ports.ts";
import { envNames, optionalSetting, requiredSetting, type Environment } from "./env.ts";
import { timeouts } from "./timeouts.ts";

/** Where a service says nothing. Source: ECS API reference, DeploymentConfiguration. */
const defaultMaximumPercent = 200;

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

  async asked(): Promise<FleetSize> {
    const { desiredCount: workers, deploymentConfiguration = {} } = await this.#find();
    if (workers === undefined) throw new Error(`ECS does not say how many workers ${this.#service} should have`);
    return { workers, atMostPercent: deploymentConfiguration.maximumPercent ?? defaultMaximumPercent };
  }

  async ask({ workers, atMostPercent }: FleetSize): Promise<void> {
    // What else the template says of deployments stays: ECS takes the whole of it.
    const { deploymentConfiguration } = await this.#find();
    await this.#client.send(
      new UpdateServiceCommand({
        cluster: this.#cluster,
        service: this.#service,
        desiredCount: workers,
        deploymentConfiguration: { ...deploymentConfiguration, maximumPercent: atMostPercent },
      }),
    );
  }

  async #find(): Promise<Service> {
    const { services: [service] = [] } = await this.#client.send(
      new DescribeServicesCommand({ cluster: this.#cluster, services: [this.#service] }),
    );
    if (service === undefined) throw new Error(`ECS knows no service ${this.#service} in cluster ${this.#cluster}`);
    return service;
  }
}

/** The fleet that the environment names; none where workers are started by hand, as on a laptop. */
export function openFleet(env: Environment): Fleet | undefined {
  const cluster = optionalSetting(env, envNames.workerCluster);
  if (cluster === undefined) return undefined;
  return new EcsFleet(new ECSClient(timeouts), cluster, requiredSetting(env, envNames.workerService));
}

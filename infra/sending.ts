import { dirname } from "node:path/posix";
import { Duration, Size } from "aws-cdk-lib";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import * as ecs from "aws-cdk-lib/aws-ecs";
import { Construct } from "constructs";
import { signOfLifeFile } from "../aws/names.ts";
import { accessOfWorker } from "./access.ts";
import type { Config } from "./config.ts";
import { ofWorkers } from "./environment.ts";
import { grant, type Resources } from "./grants.ts";
import { defineLogGroup } from "./log-group.ts";
import { networkOf } from "./options/network.ts";

export interface SendingProps extends Resources {
  readonly config: Config;
  /** Made where it is known: from this repository, or one that was pushed before. */
  readonly imageOf: (scope: Construct) => ecs.ContainerImage;
}

/** The workers: one Fargate service that reaches WhatsApp and AWS, and that no other machine can reach. */
export class Sending extends Construct {
  readonly service: ecs.FargateService;

  constructor(scope: Construct, id: string, props: SendingProps) {
    super(scope, id);
    const isPublic = props.config.network === "public";
    const { vpc, vpcSubnets } = networkOf(this, props.config);
    const securityGroup = new ec2.SecurityGroup(this, "WorkerFirewall", {
      vpc,
      description: "workers: nothing in, HTTPS out",
      allowAllOutbound: false,
    });
    securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), "WhatsApp and AWS");
    this.service = new ecs.FargateService(this, "Workers", {
      cluster: new ecs.Cluster(this, "Cluster", { vpc }) as ecs.ICluster,
      taskDefinition: this.#task(props),
      // No desired count: the sweep owns it, and a deployment must not change it. ECS itself begins with one.
      assignPublicIp: isPublic,
      securityGroups: [securityGroup],
      vpcSubnets,
      // New workers wait for a slot or for sessions until the old ones gave theirs back. They replace a tenth at a time, so
      // that not all browsers reload at once; the sweep raises this where a tenth is less than one worker.
      minHealthyPercent: 100,
      maxHealthyPercent: 110,
      circuitBreaker: { enable: true, rollback: true },
      // It would stop workers, and with them open sessions, to even out zones.
      availabilityZoneRebalancing: ecs.AvailabilityZoneRebalancing.DISABLED,
      // Tasks are what a worker costs, and CloudFormation does not know them.
      ...(props.config.tags === undefined ? {} : { propagateTags: ecs.PropagatedTagSource.SERVICE }),
    });
  }

  #task({ config, imageOf, ...resources }: SendingProps): ecs.FargateTaskDefinition {
    const task = new ecs.FargateTaskDefinition(this, "Worker", {
      cpu: config.workerCpu,
      memoryLimitMiB: config.workerMemoryMiB,
      // Profiles lie on local disk while they run, some hundred MB each, beside the image.
      ephemeralStorageGiB: 40,
      runtimePlatform: {
        cpuArchitecture: ecs.CpuArchitecture.ARM64,
        operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
      },
    });
    grant(task.taskRole, accessOfWorker, resources);
    const logGroup = defineLogGroup(this, "WorkerLogs", config);
    const container = task.addContainer("worker", {
      image: imageOf(this),
      // Only /tmp is written to, see worker/Dockerfile.
      readonlyRootFilesystem: true,
      environment: ofWorkers(resources, config),
      // Fargate's longest. The worker ends by itself within 110 s of SIGTERM.
      stopTimeout: Duration.seconds(120),
      // Asks whether the process gets to do anything at all, which one that waits for a slot or for sessions does, and one that
      // ends, too. With tables out of reach it does as well: replacing all workers would not help then. Four minutes
      // are long past the lease: sessions of a worker that hangs are elsewhere when its task is replaced. A worker that
      // cannot start never gets healthy, so that the circuit breaker counts it.
      healthCheck: {
        command: ["CMD-SHELL", `find ${signOfLifeFile} -mmin -1 | grep -q .`],
        interval: Duration.seconds(30),
        // A machine whose browsers take all CPU is slow to start a shell.
        timeout: Duration.seconds(20),
        retries: 6,
        startPeriod: Duration.minutes(2),
      },
      // Reaps what browsers leave, and hands signals on.
      linuxParameters: new ecs.LinuxParameters(this, "Init", { initProcessEnabled: true }),
      // A stalled log must not hold up sending.
      logging: ecs.LogDrivers.awsLogs({
        streamPrefix: "worker",
        logGroup,
        mode: ecs.AwsLogDriverMode.NON_BLOCKING,
        maxBufferSize: Size.mebibytes(16),
      }),
    });
    task.addVolume({ name: "tmp" });
    container.addMountPoints({ sourceVolume: "tmp", containerPath: dirname(signOfLifeFile), readOnly: false });
    return task;
  }
}

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { signOfLifeFile } from "../../aws/names.ts";
import { defaultLease } from "../../core/session/lease.ts";
import { timeoutSeconds } from "../../functions/entries.ts";
import { lambdasOf, resourceOf, resourcesOf, templateOf, textOf } from "./synthesized.ts";

interface QueueProperties {
  readonly QueueName?: string;
  readonly VisibilityTimeout?: number;
  readonly RedrivePolicy?: { readonly maxReceiveCount: number; readonly deadLetterTargetArn: unknown };
}
interface ContainerProperties {
  readonly Image: unknown;
  readonly StopTimeout: number;
  readonly HealthCheck: {
    readonly Command: readonly string[];
    readonly Interval: number;
    readonly Retries: number;
    readonly StartPeriod: number;
  };
  readonly LinuxParameters: { readonly InitProcessEnabled: boolean };
  readonly ReadonlyRootFilesystem: boolean;
  readonly MountPoints: readonly { readonly ContainerPath: string; readonly ReadOnly: boolean }[];
  readonly Environment: readonly { readonly Name: string; readonly Value: unknown }[];
}
interface TaskProperties {
  readonly Cpu: string;
  readonly Memory: string;
  readonly RuntimePlatform: { readonly CpuArchitecture: string };
  readonly ContainerDefinitions: readonly [ContainerProperties];
}

const template = templateOf();
const queuesOf = (maxWorkers: string) => resourcesOf<QueueProperties>(templateOf({ maxWorkers }), "AWS::SQS::Queue");
const worker = resourceOf<TaskProperties>(template, "AWS::ECS::TaskDefinition").props;
const [container] = worker.ContainerDefinitions;

describe("the bells", () => {
  it.each(["1", "20", "200"])("are one queue a slot for %s workers, at the URLs that the code rings", (maxWorkers) => {
    const prefix = textOf(
      lambdasOf(templateOf({ maxWorkers })).get("sweep")?.props.Environment.Variables["BELL_URL_PREFIX"],
    );
    const urls = queuesOf(maxWorkers).flatMap(({ props: { QueueName } }) =>
      QueueName === undefined ? [] : [`https://sqs.\${AWS::Region}.\${AWS::URLSuffix}/\${AWS::AccountId}/${QueueName}`],
    );
    expect(urls).toEqual(Array.from({ length: Number(maxWorkers) }, (_, slot) => `${prefix}${slot}`));
  });

  it("refuse whoever comes without TLS, as every other queue does", () => {
    const chosen = templateOf({ maxWorkers: "200" });
    const policies = resourcesOf<{
      readonly Queues: readonly unknown[];
      readonly PolicyDocument: { readonly Statement: readonly Readonly<Record<string, unknown>>[] };
    }>(chosen, "AWS::SQS::QueuePolicy");
    const denied = policies.flatMap(({ props: { Queues, PolicyDocument } }) => {
      const denial = PolicyDocument.Statement.find(({ Effect }) => Effect === "Deny");
      expect(denial).toMatchObject({
        Principal: { AWS: "*" },
        Action: "sqs:*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      });
      const bells = textOf(denial?.["Resource"]).endsWith(":whatsapp-broadcast-dev-bell-*");
      return Queues.map(textOf).filter((queue) => bells === /Bell\d/.test(queue));
    });
    expect(denied.sort()).toEqual(
      queuesOf("200")
        .map(({ id }) => `\${${id}}`)
        .sort(),
    );
  });

  it("are others in dev than in prod, so that both fit one account", () => {
    const namesIn = (stage: string) =>
      resourcesOf<QueueProperties>(templateOf({ stage }), "AWS::SQS::Queue").flatMap(
        ({ props }) => props.QueueName ?? [],
      );
    expect(namesIn("dev").filter((name) => namesIn("prod").includes(name))).toEqual([]);
  });
});

describe("the jobs", () => {
  const jobs = resourcesOf<QueueProperties>(template, "AWS::SQS::Queue").find(({ props }) => props.RedrivePolicy);

  it("stay hidden for six runs and are dead letters after five tries", () => {
    expect(jobs?.props.VisibilityTimeout).toBe(6 * timeoutSeconds["run-job"]);
    expect(jobs?.props.RedrivePolicy?.maxReceiveCount).toBe(5);
    expect(textOf(jobs?.props.RedrivePolicy?.deadLetterTargetArn)).toMatch(/DeadJobs/);
  });

  it("are run one by one, with failures reported one by one", () => {
    const mappings = resourcesOf<Readonly<Record<string, unknown>>>(template, "AWS::Lambda::EventSourceMapping");
    const [{ props } = { props: {} as Readonly<Record<string, unknown>> }, ...others] = mappings.filter(
      (mapping) => textOf(mapping.props["EventSourceArn"]) === `\${${jobs?.id ?? ""}.Arn}`,
    );
    expect(others).toEqual([]);
    expect(props).toMatchObject({ BatchSize: 1, FunctionResponseTypes: ["ReportBatchItemFailures"] });
    expect(textOf(props["FunctionName"])).toBe(`\${${lambdasOf(template).get("run-job")?.id ?? ""}}`);
  });
});

describe("the sweep", () => {
  it("runs every minute and ends before the next", () => {
    const { props } = resourceOf<{
      readonly ScheduleExpression: string;
      readonly State: string;
      readonly Target: { readonly Arn: unknown };
    }>(template, "AWS::Scheduler::Schedule");
    const sweep = lambdasOf(template).get("sweep");
    expect(props.ScheduleExpression).toBe("rate(1 minute)");
    expect(props.State).toBe("ENABLED");
    expect(textOf(props.Target.Arn)).toBe(`\${${sweep?.id ?? ""}.Arn}`);
    expect(sweep?.props.Timeout).toBeLessThan(60);
  });
});

describe("the workers", () => {
  it("have the time that Fargate gives to hand their sessions back", () => {
    expect(container.StopTimeout).toBeGreaterThan(110);
    expect(container.StopTimeout).toBeLessThanOrEqual(120);
    expect(container.LinuxParameters.InitProcessEnabled).toBe(true);
  });

  describe("are asked whether they live", () => {
    const folder = mkdtempSync(join(tmpdir(), "health-"));
    const file = join(folder, "alive");
    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    const [kind, command = ""] = container.HealthCheck.Command;
    /** As the container's shell runs it. */
    const isHealthy = () => spawnSync("sh", ["-c", command.replace(signOfLifeFile, file)]).status === 0;

    it("and are not before their first sign, nor when the last is two minutes old", () => {
      expect([kind, isHealthy()]).toEqual(["CMD-SHELL", false]);
      writeFileSync(file, "");
      expect(isHealthy()).toBe(true);
      const twoMinutesAgo = Date.now() / 1_000 - 120;
      utimesSync(file, twoMinutesAgo, twoMinutesAgo);
      expect(isHealthy()).toBe(false);
    });

    it("and are not replaced before others have long taken their sessions", () => {
      const { Interval, Retries, StartPeriod } = container.HealthCheck;
      expect(Interval * Retries * 1_000).toBeGreaterThan(2 * defaultLease.takeAfterMs);
      expect(StartPeriod).toBeGreaterThanOrEqual(60);
    });
  });

  it("write to the one place that their image declares, and nowhere else", () => {
    const dockerfile = readFileSync(join(__dirname, "..", "..", "worker", "Dockerfile"), "utf8");
    const [, declared] = /^VOLUME (\S+)$/m.exec(dockerfile) ?? [];
    expect(container.ReadonlyRootFilesystem).toBe(true);
    expect(container.MountPoints).toMatchObject([{ ContainerPath: declared, ReadOnly: false }]);
    expect(dirname(signOfLifeFile)).toBe(declared);
  });

  it("are of the size that was chosen, on ARM", () => {
    const large = { workerCpu: "4096", workerMemoryMiB: "16384" };
    const chosen = resourceOf<TaskProperties>(templateOf(large), "AWS::ECS::TaskDefinition").props;
    expect([chosen.Cpu, chosen.Memory]).toEqual(["4096", "16384"]);
    expect(worker.RuntimePlatform.CpuArchitecture).toBe("ARM64");
    // Each worker is told: in its container it would see the machine's memory.
    const { Environment } = chosen.ContainerDefinitions[0];
    expect(Environment).toContainEqual({ Name: "WORKER_MEMORY_MIB", Value: "16384" });
  });

  it("are not moved to even out zones, and a failed deployment is rolled back", () => {
    const { props } = resourceOf<Readonly<Record<string, unknown>>>(template, "AWS::ECS::Service");
    expect(props).toMatchObject({
      AvailabilityZoneRebalancing: "DISABLED",
      LaunchType: "FARGATE",
      DeploymentConfiguration: {
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        MinimumHealthyPercent: 100,
        MaximumPercent: 110,
      },
    });
    // The sweep owns it: a deployment must leave it as it is.
    expect(props).not.toHaveProperty("DesiredCount");
  });

  it("are reached by nobody and reach HTTPS only", () => {
    const { props } = resourceOf<{
      readonly SecurityGroupIngress?: readonly unknown[];
      readonly SecurityGroupEgress: readonly { readonly FromPort: number; readonly ToPort: number }[];
    }>(template, "AWS::EC2::SecurityGroup");
    expect(props.SecurityGroupIngress).toBeUndefined();
    expect(resourcesOf(template, "AWS::EC2::SecurityGroupIngress")).toEqual([]);
    expect(props.SecurityGroupEgress.map(({ FromPort, ToPort }) => [FromPort, ToPort])).toEqual([[443, 443]]);
  });

  it("have an address of their own in public subnets, or share one behind a NAT gateway", () => {
    const placeOf = (network: string) => {
      const chosen = templateOf({ network });
      const { props } = resourceOf<{
        readonly NetworkConfiguration: {
          readonly AwsvpcConfiguration: { readonly AssignPublicIp: string; readonly Subnets: readonly unknown[] };
        };
      }>(chosen, "AWS::ECS::Service");
      const { AssignPublicIp, Subnets } = props.NetworkConfiguration.AwsvpcConfiguration;
      const kinds = new Set(Subnets.map((subnet) => /(public|private)Subnet/.exec(textOf(subnet))?.[1]));
      return [AssignPublicIp, [...kinds], resourcesOf(chosen, "AWS::EC2::NatGateway").length];
    };
    expect(placeOf("public")).toEqual(["ENABLED", ["public"], 0]);
    expect(placeOf("private")).toEqual(["DISABLED", ["private"], 1]);
  });

  it("reach S3 and DynamoDB without a NAT gateway", () => {
    const endpoints = resourcesOf<{ readonly ServiceName: unknown; readonly VpcEndpointType: string }>(
      template,
      "AWS::EC2::VPCEndpoint",
    );
    expect(endpoints.map(({ props }) => [props.VpcEndpointType, textOf(props.ServiceName)])).toEqual([
      ["Gateway", "com.amazonaws.${AWS::Region}.s3"],
      ["Gateway", "com.amazonaws.${AWS::Region}.dynamodb"],
    ]);
  });
});

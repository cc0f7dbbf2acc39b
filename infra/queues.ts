import { Aws, Duration, Stack } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import type * as kms from "aws-cdk-lib/aws-kms";
import * as sqs from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { timeoutSeconds } from "../functions/entries.ts";
import type { Config } from "./config.ts";

/** A ticket older than this says nothing that its reader has not found by itself. */
const ticketLife = Duration.minutes(10);
/** How long a queue asks KMS for no other data key: each question is billed, and each queue and sender has its own. */
const dataKeyLife = Duration.hours(1);
/** Tries of a job before it is a dead letter. */
const maxTries = 5;

/** The bells, one a worker slot, and the jobs with their dead letters. */
export class Queues extends Construct {
  /** Bells are `<prefix><slot>`: their names are fixed so that one URL and one ARN pattern address all of them. */
  readonly bellUrlPrefix: string;
  readonly bellArns: string;
  readonly jobs: sqs.Queue;
  readonly deadJobs: sqs.Queue;
  /** Events on their way to webhooks. */
  readonly webhooks: sqs.Queue;

  /** @param key the account's own; else SQS encrypts with one of its own, which costs nothing */
  constructor(scope: Construct, id: string, { maxWorkers }: Pick<Config, "maxWorkers">, key?: kms.IKey) {
    super(scope, id);
    const encrypted: Pick<sqs.QueueProps, "encryption" | "encryptionMasterKey" | "dataKeyReuse"> =
      key === undefined
        ? { encryption: sqs.QueueEncryption.SQS_MANAGED }
        : { encryption: sqs.QueueEncryption.KMS, encryptionMasterKey: key, dataKeyReuse: dataKeyLife };
    const { stackName } = Stack.of(this);
    const bellName = `${stackName}-bell-`;
    this.bellUrlPrefix = `https://sqs.${Aws.REGION}.${Aws.URL_SUFFIX}/${Aws.ACCOUNT_ID}/${bellName}`;
    this.bellArns = Stack.of(this).formatArn({ service: "sqs", resource: `${bellName}*` });
    const queues = Array.from(
      { length: maxWorkers },
      (_, slot) =>
        new sqs.Queue(this, `Bell${slot}`, {
          queueName: `${bellName}${slot}`,
          retentionPeriod: ticketLife,
          ...encrypted,
        }),
    );
    // One policy of all: with one a bell, as `enforceSSL` makes it, 200 slots would not fit a template.
    new sqs.QueuePolicy(this, "BellsOverTls", { queues }).document.addStatements(
      new iam.PolicyStatement({
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ["sqs:*"],
        resources: [this.bellArns],
        conditions: { Bool: { "aws:SecureTransport": "false" } },
      }),
    );
    const queue = (id: string, props: sqs.QueueProps = {}) =>
      new sqs.Queue(this, id, {
        enforceSSL: true,
        ...encrypted,
        retentionPeriod: Duration.days(14),
        ...props,
      });
    this.deadJobs = queue("DeadJobs");
    // A webhook's receiver that fails is no failure of the ticket: what ends up here could not be worked on at all.
    const deadLetterQueue = { queue: this.deadJobs, maxReceiveCount: maxTries };
    // Six times the Lambda's timeout, as AWS advises: throttled deliveries must not count as a second try.
    const visibilityOf = (entry: keyof typeof timeoutSeconds) => Duration.seconds(6 * timeoutSeconds[entry]);
    this.jobs = queue("Jobs", { deadLetterQueue, visibilityTimeout: visibilityOf("run-job") });
    this.webhooks = queue("Webhooks", { deadLetterQueue, visibilityTimeout: visibilityOf("deliver-webhooks") });
  }
}

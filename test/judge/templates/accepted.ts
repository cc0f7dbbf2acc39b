/** A finding of a tool. */
export interface Finding {
  readonly tool: "cfn-lint" | "checkov" | "cdk-nag";
  readonly rule: string;
  /** A resource, as the tool names it. */
  readonly at: string;
  /** The template. */
  readonly where: string;
  readonly says: string;
}

interface Accepted extends Pick<Finding, "tool"> {
  /** Of a rule that several packs of cdk-nag have, the name without the pack. */
  readonly rules: readonly string[];
  /** The resources that the reason holds for. */
  readonly at: RegExp;
  readonly because: string;
}

const ownKeyIsASetting =
  "AWS' own key encrypts it; the setting `encryptionKey` brings a key of the account's own, for 1 USD a month";
const lambdasAlone =
  "reserved concurrency is taken from all others of the account; `waitingSends` sets some aside for the one that waits";
const noNetwork =
  "it speaks to services of AWS alone, by their public endpoints and by its role: a network adds a NAT gateway, and guards nothing";
const noDeadLetters =
  "API Gateway and queues call it, which take its failure themselves; jobs and webhooks have dead letters at their queues";
const noLogsOfAccess =
  "only the roles of this system have access, and callers for whom they sign an address; docs/security.md says how to see each access";
const bellsRepeat =
  "a ticket that no worker reads says nothing that the sweep will not say again: it expires after ten minutes";

/** Why each finding stays. The list may only shrink: the judge fails on an entry that finds nothing any more. */
export const accepted: readonly Accepted[] = [
  {
    tool: "cfn-lint",
    rules: ["W3005"],
    at: /./,
    because: "the CDK names a dependency that follows from a reference, too: redundant, and harmless",
  },
  { tool: "checkov", rules: ["CKV_AWS_115"], at: /^AWS::Lambda::Function\./, because: lambdasAlone },
  { tool: "checkov", rules: ["CKV_AWS_116"], at: /^AWS::Lambda::Function\./, because: noDeadLetters },
  { tool: "checkov", rules: ["CKV_AWS_117"], at: /^AWS::Lambda::Function\./, because: noNetwork },
  {
    tool: "checkov",
    rules: ["CKV_AWS_173"],
    at: /^AWS::Lambda::Function\./,
    because: "names of tables and queues, and numbers; AWS' own key encrypts them",
  },
  { tool: "checkov", rules: ["CKV_AWS_149"], at: /^AWS::SecretsManager::Secret\./, because: ownKeyIsASetting },
  { tool: "checkov", rules: ["CKV_AWS_158"], at: /^AWS::Logs::LogGroup\./, because: ownKeyIsASetting },
  {
    tool: "checkov",
    rules: ["CKV_AWS_27"],
    at: /^AWS::SQS::Queue\./,
    because: "SQS encrypts with its own key where nothing is said; `encryptionKey` brings another",
  },
  {
    tool: "checkov",
    rules: ["CKV_AWS_26"],
    at: /^AWS::SNS::Topic\.MonitoringAlarms/,
    because: "alarms go out as mail, which no key guards; CloudWatch could not send by a key of AWS' own",
  },
  { tool: "checkov", rules: ["CKV_AWS_18"], at: /^AWS::S3::Bucket\.DataFiles/, because: noLogsOfAccess },
  {
    tool: "checkov",
    rules: ["CKV_AWS_21"],
    at: /^AWS::S3::Bucket\.DataFiles/,
    because: "prod keeps deleted files for seven days; dev goes away with its bucket",
  },
  {
    tool: "checkov",
    rules: ["CKV_AWS_65"],
    at: /^AWS::ECS::Cluster\.SendingCluster/,
    because: "the sweep measures how many workers are asked for and how many beat; memory and CPU come without it",
  },
  {
    tool: "checkov",
    rules: ["CKV_AWS_86"],
    at: /^AWS::CloudFront::Distribution\.ApiFrontDoor/,
    because: "API Gateway logs each request behind it, and the web ACL what it refuses where its owner says so",
  },

  {
    tool: "cdk-nag",
    rules: ["AwsSolutions-IAM5[Resource::*]", "LambdaStarPermissions"],
    at: /\/(Api|Background)\/\w+Role\/|\/Sending\/Worker\//,
    because:
      "X-Ray of each Lambda and the registry's token of the worker have no narrower resource; test/infra/access.test.ts reads every statement",
  },
  {
    tool: "cdk-nag",
    rules: ["imports", "media", "profiles", "reports", "uploads"].map(
      (folder) => `AwsSolutions-IAM5[Resource::<DataFilesC1590605.Arn>/${folder}/*]`,
    ),
    at: /Role\//,
    because: "a folder of the bucket: its files are named at run time",
  },
  {
    tool: "cdk-nag",
    rules: [
      "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:sqs:<AWS::Region>:<AWS::AccountId>:whatsapp-broadcast-STAGE-bell-*]",
    ],
    at: /Role\//,
    because: "the bells of all workers of one stack, up to 200",
  },
  {
    tool: "cdk-nag",
    rules: [
      "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/whatsapp-broadcast-STAGE-campaigns/*]",
    ],
    at: /\/(Api\/Campaigns|Background\/Sweep)Role\//,
    because: "the stack's own group of schedules: each is named for its campaign",
  },
  {
    tool: "cdk-nag",
    rules: ["AwsSolutions-IAM5[Resource::<BackgroundSweep4745447A.Arn>:*]"],
    at: /\/SchedulerRoleForTarget-/,
    because: "the versions of the one Lambda that the schedule calls, as the CDK grants it",
  },
  {
    tool: "cdk-nag",
    rules: ["IAMNoInlinePolicy"],
    at: /Role(ForTarget-\w+)?\//,
    because: "each role has a policy of its own that goes with it: a managed one could be attached elsewhere",
  },
  { tool: "cdk-nag", rules: ["LambdaConcurrency"], at: /\/(Api|Background)\//, because: lambdasAlone },
  { tool: "cdk-nag", rules: ["LambdaDLQ"], at: /\/(Api|Background)\//, because: noDeadLetters },
  {
    tool: "cdk-nag",
    rules: ["LambdaEventSourceMappingDestination"],
    at: /\/SqsEventSource:/,
    because: "a destination is for streams: what a queue's Lambda fails at goes to the queue's dead letters",
  },
  { tool: "cdk-nag", rules: ["LambdaInsideVPC"], at: /\/(Api|Background)\//, because: noNetwork },
  {
    tool: "cdk-nag",
    rules: ["LambdaDefaultMemorySize", "LambdaDefaultTimeout", "LambdaTracing"],
    at: /\/Api\/FrontDoor\/Authorizer\//,
    because: "it compares two hashes, once an hour: there is nothing to size and nothing to trace",
  },
  { tool: "cdk-nag", rules: ["CloudWatchLogGroupEncrypted"], at: /Logs\//, because: ownKeyIsASetting },
  { tool: "cdk-nag", rules: ["S3DefaultEncryptionKMS"], at: /\/Data\/Files\//, because: ownKeyIsASetting },
  {
    tool: "cdk-nag",
    rules: ["SecretsManagerUsingKMSKey"],
    at: /\/(Data\/AdminKey|Api\/FrontDoor\/Secret)\//,
    because: ownKeyIsASetting,
  },
  {
    tool: "cdk-nag",
    rules: ["SecretsManagerRotationEnabled"],
    at: /\/(Data\/AdminKey|Api\/FrontDoor\/Secret)\//,
    because: "a rotation would change the key under its holder; docs/deploy.md says how to change it by hand",
  },
  { tool: "cdk-nag", rules: ["S3BucketLoggingEnabled"], at: /\/Data\/Files\//, because: noLogsOfAccess },
  {
    tool: "cdk-nag",
    rules: ["S3BucketReplicationEnabled"],
    at: /\/Data\/Files\//,
    because: "a second region costs as much again: profiles can be scanned anew, reports be made anew",
  },
  {
    tool: "cdk-nag",
    rules: ["S3BucketVersioningEnabled"],
    at: /\/Data\/Files\//,
    because: "prod keeps deleted files for seven days; dev goes away with its bucket",
  },
  {
    tool: "cdk-nag",
    rules: ["SNSEncryptedKMS"],
    at: /\/Monitoring\/Alarms\//,
    because: "alarms go out as mail, which no key guards; CloudWatch could not send by a key of AWS' own",
  },
  {
    tool: "cdk-nag",
    rules: ["SNSRedrivePolicy"],
    at: /\/Monitoring\/Alarms\//,
    because: "a mail that can't be delivered is SNS' to try again; the alarm shows in CloudWatch all the same",
  },
  { tool: "cdk-nag", rules: ["SQSRedrivePolicy"], at: /\/Queues\/Bell\d+\//, because: bellsRepeat },
  {
    tool: "cdk-nag",
    rules: ["SQSRedrivePolicy"],
    at: /\/Queues\/DeadJobs\//,
    because: "the dead letters themselves, with an alarm on the first",
  },
  {
    tool: "cdk-nag",
    rules: ["VPCFlowLogsEnabled"],
    at: /\/Sending\/Network\//,
    because: "no port is open, and only HTTPS goes out: infra/house-checks.ts says what they would cost",
  },
  {
    tool: "cdk-nag",
    rules: ["VPCDefaultSecurityGroupClosed"],
    at: /\/Sending\/Network\//,
    because: "nothing is in that group: closing it takes a custom resource, with a role of its own",
  },
  {
    tool: "cdk-nag",
    rules: ["VPCNoUnrestrictedRouteToIGW", "VPCSubnetAutoAssignPublicIpDisabled"],
    at: /\/Sending\/Network\/publicSubnet/,
    because:
      "workers reach WhatsApp, and no port of theirs is open; `network` `private` puts them behind a NAT gateway",
  },
];

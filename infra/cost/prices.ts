/**
 * List prices of one region in USD, without free tiers, savings plans and taxes. Written down from AWS' price pages and
 * never read from them at run time. Compare them with the pages named here before a decision rests on them.
 */
export const prices = {
  region: "us-east-1",
  asOf: "2025-11",
  /** aws.amazon.com/dynamodb/pricing, on-demand, standard class. */
  dynamoDb: { writeUnit: 0.625e-6, readUnit: 0.125e-6, gbMonth: 0.25, backupGbMonth: 0.2 },
  /** aws.amazon.com/fargate/pricing, Linux on ARM. */
  fargate: { vCpuHour: 0.03238, gbHour: 0.00356, diskGbHour: 0.000111, freeDiskGb: 20 },
  /** aws.amazon.com/vpc/pricing. */
  network: { publicAddressHour: 0.005, natHour: 0.045, natGb: 0.045, outGb: 0.09 },
  /** aws.amazon.com/lambda/pricing, ARM. */
  lambda: { request: 0.2e-6, gbSecond: 13.3334e-6 },
  /** aws.amazon.com/api-gateway/pricing, HTTP API. */
  api: { request: 1e-6 },
  /** aws.amazon.com/sqs/pricing, standard queues. */
  sqs: { request: 0.4e-6 },
  /** aws.amazon.com/eventbridge/pricing, Scheduler. */
  scheduler: { invocation: 1e-6 },
  /** aws.amazon.com/cloudwatch/pricing; an alarm of metric math costs `alarmMonth` for each metric in it. */
  cloudWatch: { logGb: 0.5, metricMonth: 0.3, alarmMonth: 0.1, dashboardMonth: 3 },
  /** aws.amazon.com/s3/pricing, standard class. */
  s3: { gbMonth: 0.023, put: 5e-6 },
  /** aws.amazon.com/secrets-manager/pricing. */
  secret: { month: 0.4 },
} as const;

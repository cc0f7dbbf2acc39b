import { measured as measuredUnits } from "./measured.ts";
import { prices as listPrices } from "./prices.ts";

/** What a month costs, by service. docs/cost.md says it in words. */

export interface Usage {
  /** A month. */
  readonly messages: number;
  /** Linked and running all month, so that replies and opt-outs arrive. */
  readonly sessions: number;
  /** Messages a minute of one session while it sends. */
  readonly rate: number;
  readonly sessionsPerWorker: number;
  readonly workerVCpu: number;
  readonly workerMemoryGb: number;
  readonly network: "public" | "private";
}

export interface CostLine {
  readonly service: string;
  readonly usd: number;
  readonly because: string;
}

export interface Cost {
  readonly lines: readonly CostLine[];
  readonly usd: number;
  /** A session's share of the month that it spends sending; above 1 the sessions cannot send so many. */
  readonly load: number;
}

const hours = 730;
const minutes = hours * 60;
const gb = 1e9;
/** Of a worker's task; sending.ts. */
const diskGb = 40;

export function costOf(usage: Usage, prices: Prices = listPrices, measured: Measured = measuredUnits): Cost {
  const { messages, sessions, rate } = usage;
  const workers = Math.ceil(sessions / usage.sessionsPerWorker);
  const apiRequests = messages / measured.messagesPerApiRequest;
  const { message, idleMinute, sweep, apiRequest, profile } = measured;
  const writes = messages * message.writeUnits + workers * minutes * idleMinute.writeUnits;
  const reads =
    messages * message.readUnits +
    workers * minutes * idleMinute.readUnits +
    minutes * sweep.readUnits +
    apiRequests * apiRequest.readUnits;
  const storedGb = (messages * message.storedBytes) / gb;
  const { fargate, network, dynamoDb, lambda, cloudWatch, s3 } = prices;
  const workerHour =
    usage.workerVCpu * fargate.vCpuHour +
    usage.workerMemoryGb * fargate.gbHour +
    (diskGb - fargate.freeDiskGb) * fargate.diskGbHour;
  const outGb = (messages * measured.bytesOutPerMessage) / gb;
  const isPublic = usage.network === "public";
  const logGb =
    (workers * minutes * measured.workerLogBytesPerMinute +
      minutes * sweep.logBytes +
      apiRequests * apiRequest.logBytes) /
    gb;
  const gbSeconds = minutes * sweep.memoryGb * sweep.seconds + apiRequests * apiRequest.memoryGb * apiRequest.seconds;
  const profilesGb = (sessions * profile.kept * profile.bytes) / gb;
  const lines: CostLine[] = [
    { service: "Fargate", usd: workers * hours * workerHour, because: `${workers} workers for ${hours} hours` },
    {
      service: "Network",
      usd:
        outGb * network.outGb +
        (isPublic ? workers * hours * network.publicAddressHour : hours * network.natHour + outGb * network.natGb),
      because: isPublic ? "a public address a worker; messages going out" : "one NAT gateway; messages going out",
    },
    {
      service: "DynamoDB",
      usd:
        writes * dynamoDb.writeUnit +
        reads * dynamoDb.readUnit +
        storedGb * (dynamoDb.gbMonth + dynamoDb.backupGbMonth),
      because: `${(writes / 1e6).toFixed(1)} M write units, ${(reads / 1e6).toFixed(1)} M read units, ${storedGb.toFixed(1)} GB`,
    },
    {
      service: "Lambda",
      usd: (minutes + apiRequests) * lambda.request + gbSeconds * lambda.gbSecond,
      because: "the sweep every minute; the API",
    },
    { service: "API Gateway", usd: apiRequests * prices.api.request, because: `${apiRequests.toFixed(0)} requests` },
    {
      service: "SQS",
      usd: workers * minutes * measured.bellPollsPerMinute * prices.sqs.request,
      because: "each worker listens at its bell",
    },
    { service: "Scheduler", usd: minutes * prices.scheduler.invocation, because: "the sweep every minute" },
    {
      service: "CloudWatch",
      usd:
        logGb * cloudWatch.logGb +
        measured.metrics * cloudWatch.metricMonth +
        measured.alarms.metrics * cloudWatch.alarmMonth +
        cloudWatch.dashboardMonth,
      because: `${logGb.toFixed(2)} GB of logs, ${measured.alarms.count} alarms on ${measured.alarms.metrics} metrics, ${measured.metrics} metrics of its own, a dashboard`,
    },
    {
      service: "S3",
      usd: profilesGb * s3.gbMonth + sessions * profile.savesPerDay * (hours / 24) * s3.put,
      because: `${profilesGb.toFixed(1)} GB of profiles`,
    },
    { service: "Secrets Manager", usd: prices.secret.month, because: "the operator's key" },
  ];
  return {
    lines,
    usd: lines.reduce((sum, { usd }) => sum + usd, 0),
    load: messages / (sessions * rate * minutes),
  };
}

type Numbers<Of> = {
  readonly [Name in keyof Of]: Of[Name] extends number ? number : Of[Name] extends string ? string : Numbers<Of[Name]>;
};
export type Prices = Numbers<typeof listPrices>;
export type Measured = Numbers<typeof measuredUnits>;

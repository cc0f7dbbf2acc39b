import { hasBudgets } from "./budget-regions.ts";
import { choice, invalid, optional, text, whole, type Read } from "./settings/read.ts";
import { surroundingsOf } from "./settings/surroundings.ts";

/** What a deployment may choose, from CDK context (`-c name=value` or cdk.json). Everything else is the same everywhere. */

export const stages = ["dev", "prod"] as const;
export type Stage = (typeof stages)[number];

/** Languages that functions/edge/messages.ts speaks; a test holds the two lists together. */
export const languages = ["id", "en"] as const;

/** Where the bundles of the Lambdas lie, one folder a name, from the repository's root. */
export const bundleDir = "dist/functions";
/** Where everything lies that the worker's image is built from. */
export const workerImageDir = "dist/worker";

/** Kinds of files with a bound of their own, and the bound in MiB when nothing is said; context `maxImageMiB` and the like. */
export const uploadKinds = ["Image", "Video", "Audio", "Document", "Contacts"] as const;
const usualMiB = { Image: 5, Video: 16, Audio: 16, Document: 16, Contacts: 16 } as const;

export const stackNameOf = ({ stage }: Pick<Config, "stage">): string => `whatsapp-broadcast-${stage}`;

/** CPU units to MiB of memory that Fargate combines with them. Source: ECS developer guide, "Task CPU and memory". */
const fargateSizes = {
  1_024: { min: 2_048, max: 8_192, step: 1_024 },
  2_048: { min: 4_096, max: 16_384, step: 1_024 },
  4_096: { min: 8_192, max: 30_720, step: 1_024 },
  8_192: { min: 16_384, max: 61_440, step: 4_096 },
  16_384: { min: 32_768, max: 122_880, step: 8_192 },
} as const;

const retentionDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] as const;

/**
 * @param read the value of a context key, `undefined` when it is not set
 * @param region where the stack is to be, as far as it is known @throws ConfigInvalid naming the key
 */
export function readConfig(read: Read, region?: string) {
  const stage = choice(read, "stage", stages, "dev");
  const isProd = stage === "prod";
  const maxWorkers = whole(read, "maxWorkers", { min: 1, max: 200, default: 20 });
  const surroundings = surroundingsOf(read, region);
  return {
    /** prod keeps its data when the stack is deleted and refuses to be deleted by mistake. */
    stage,
    /** Worker slots, and so bell queues. More is another deployment, which also bounds a failure. */
    maxWorkers,
    /** Workers that are kept even when no session wants to run. With 0 the first session waits for a task. */
    minWorkers: whole(read, "minWorkers", { min: 0, max: maxWorkers, default: 0 }),
    /** CPU units of one worker, 1024 = 1 vCPU, and its memory: a size that Fargate offers. */
    ...workerSize(read),
    /** Sessions, and so browsers, that one worker runs at once. */
    sessionsPerWorker: whole(read, "sessionsPerWorker", { min: 1, max: 50, default: 10 }),
    /**
     * Requests that may wait for a direct message's answer at once, set aside so that nothing else can take their place;
     * 0 sets nothing aside. AWS wants 100 of the account's concurrency left to everything else.
     */
    waitingSends: whole(read, "waitingSends", { min: 0, max: 900, default: isProd ? 100 : 0 }),
    defaultLanguage: choice(read, "defaultLanguage", languages, "id"),
    maxSessionsPerTenant: whole(read, "maxSessionsPerTenant", { min: 1, max: 100_000, default: 100 }),
    /** Requests a minute that one API key may make; a tenant may make four times as many. */
    requestsPerMinute: whole(read, "requestsPerMinute", { min: 1, max: 100_000, default: 600 }),
    /** Of these, requests that start a broadcast or bring a file in. */
    broadcastsPerMinute: whole(read, "broadcastsPerMinute", { min: 1, max: 10_000, default: 60 }),
    /** Origins whose pages may call from a browser, with commas between them; empty for none. */
    corsOrigins: origins(read("corsOrigins")),
    /** Most megabytes of an uploaded file, by what it is. */
    maxUploadMiB: Object.fromEntries(
      uploadKinds.map((kind) => [kind, whole(read, `max${kind}MiB`, { min: 1, max: 100, default: usualMiB[kind] })]),
    ) as Record<(typeof uploadKinds)[number], number>,
    /** Days that a campaign is there after it finished. */
    campaignsKeptDays: whole(read, "campaignsKeptDays", { min: 1, max: 3_650, default: 180 }),
    /** Days that CloudWatch keeps logs: one of the numbers that it knows. */
    logRetentionDays: choice(read, "logRetentionDays", retentionDays, isProd ? 90 : 7),
    /** Workers in public subnets without a NAT gateway, or in private ones behind one. No port is open in either. */
    network: choice(read, "network", ["public", "private"], "public"),
    /** What the whole account may cost a month before a warning goes out; 0 makes no budget. */
    monthlyBudgetUsd: budgetFor(region, read),
    /** Pages that may upload to the bucket from a browser, by a form that the API signed. */
    uploadOrigin: text(read, "uploadOrigin", /^(\*|https?:\/\/[A-Za-z0-9.-]+(:\d+)?)$/, "* or an origin") ?? "*",
    /** Where alarms and budget warnings are mailed to; without it they only show. */
    ...optional("alarmEmail", text(read, "alarmEmail", /^[^@\s]+@[^@\s]+\.[^@\s]+$/, "an address")),
    /** A name of your own for the API, with the ARN of its certificate: in this region, or where CloudFront looks for it. */
    ...optional("domain", domainOf(read, surroundings.webAclArn === undefined ? region : "us-east-1")),
    /** Tables that were restored from a backup, in place of the stack's own: docs/deploy.md. */
    ...optional("restored", restoredOf(read)),
    /** An image that was built and pushed elsewhere, `repository:tag` in this account's ECR; else deployment builds it. */
    ...optional("workerImage", imageOf(read)),
    ...surroundings,
  };
}

export type Config = Readonly<ReturnType<typeof readConfig>>;

/** @param region where the certificate has to be, as far as it is known */
function domainOf(read: Read, region: string | undefined) {
  const name = text(read, "domainName", /^([a-z0-9-]+\.)+[a-z]{2,}$/, "a name like api.example.com");
  const certificate = /^arn:[a-z-]+:acm:([a-z0-9-]+):\d{12}:certificate\/\S+$/;
  const arn = text(read, "certificateArn", certificate, "an ACM certificate");
  if (name === undefined && arn === undefined) return undefined;
  if (name === undefined) throw invalid("domainName", name, "a name for the certificate");
  if (arn === undefined) throw invalid("certificateArn", arn, "the certificate of domainName");
  const [, at] = certificate.exec(arn) ?? [];
  if (region !== undefined && at !== region) throw invalid("certificateArn", arn, `a certificate in ${region}`);
  return { name, certificateArn: arn };
}

function restoredOf(read: Read) {
  const table = (name: string) => text(read, name, /^[A-Za-z0-9_.-]{3,255}$/, "a table's name");
  const [registryTable, deliveryTable] = [table("registryTable"), table("deliveryTable")];
  if (registryTable === undefined && deliveryTable === undefined) return undefined;
  // They speak of each other: one of another moment would name what the other does not know.
  if (registryTable === undefined) throw invalid("registryTable", registryTable, "both tables, restored to one moment");
  if (deliveryTable === undefined) throw invalid("deliveryTable", deliveryTable, "both tables, restored to one moment");
  return { registryTable, deliveryTable };
}

function imageOf(read: Read) {
  // A tag has at most 128 characters. Source: Amazon ECR user guide.
  const image = /^([a-z0-9]+(?:[._/-][a-z0-9]+)*):([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})$/;
  const came = text(read, "workerImage", image, "repository:tag in this account's ECR");
  const [, repository, tag] = image.exec(came ?? "") ?? [];
  return repository === undefined || tag === undefined ? undefined : { repository, tag };
}

/** The usual one is left out where the region has none; one that was asked for is refused there. */
function budgetFor(region: string | undefined, read: Read): number {
  const budget = whole(read, "monthlyBudgetUsd", { min: 0, max: 1_000_000, default: hasBudgets(region) ? 200 : 0 });
  if (budget === 0 || hasBudgets(region)) return budget;
  const byHand = "a budget made by hand in AWS Budgets counts the account in every region";
  throw invalid("monthlyBudgetUsd", budget, `0: CloudFormation in ${region} knows no budgets; ${byHand}`);
}

function workerSize(read: Read) {
  const sizes = Object.keys(fargateSizes).map(Number) as (keyof typeof fargateSizes)[];
  const workerCpu = choice(read, "workerCpu", sizes, 2_048);
  const { min, max, step } = fargateSizes[workerCpu];
  // 8 GB, for 10 browsers on 2 vCPU.
  const memory = whole(read, "workerMemoryMiB", { min, max, default: Math.max(min, 8_192) });
  if (memory % step !== 0) {
    throw invalid("workerMemoryMiB", memory, `a multiple of ${step} with workerCpu ${workerCpu}`);
  }
  return { workerCpu, workerMemoryMiB: memory };
}

/** @throws ConfigInvalid unless each is an origin, such as https://example.com */
function origins(came: unknown): string {
  if (came === undefined || came === "") return "";
  const each = typeof came === "string" ? came.split(",") : [];
  const areOrigins = each.every((one) => one === "*" || (URL.canParse(one) && new URL(one).origin === one));
  if (each.length === 0 || !areOrigins) throw invalid("corsOrigins", came, "origins with commas between them, or *");
  return each.join(",");
}

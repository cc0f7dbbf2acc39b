import { envNames, type Environment } from "../../aws/env.ts";
import { openFleet } from "../../aws/fleet.ts";
import { openMeter } from "../../aws/meter.ts";
import { httpEntries, otherEntries } from "../../functions/entries.ts";
import type * as services from "../../functions/edge/services.ts";
import { fleetLimits } from "../../functions/jobs/fleet.ts";
import { portsOnAws } from "../../worker/ports-on-aws.ts";
import { lambdasOf, resourceOf, templateOf } from "./synthesized.ts";

// What browser there is, is the image's matter.
jest.mock("../../worker/whatsapp/chromium.ts", () => ({ findChromium: async () => ({}), splitFlags: () => [] }));

/** Where the services are embedded, and a key in plain text where no secret holds it: for a laptop only. */
const ofLaptops: readonly string[] = [
  envNames.dynamoDbEndpoint,
  envNames.sqsEndpoint,
  envNames.s3Endpoint,
  envNames.filesUrl,
  envNames.schedulerEndpoint,
  envNames.bootstrapKey,
  envNames.webhookAllowLoopback,
  envNames.whatsAppNetwork,
];
/** Each has a default that holds on AWS, too; the browser is the one of the image. */
const leftAtTheirDefaults: readonly string[] = [
  envNames.beatMs,
  envNames.loseAfterMs,
  envNames.takeAfterMs,
  envNames.sendDeadlineMs,
  envNames.chromePath,
  envNames.browserArgs,
];
/** Follows from how long a Lambda may run; tests that kill the whole system wait less long. */
const ofTests: readonly string[] = [envNames.idempotencyLockMs];
const notSet = [...ofLaptops, ...leftAtTheirDefaults, ...ofTests];

/** Those that would take no address as their value. */
const absent: readonly string[] = [
  ...notSet,
  envNames.maxSessionsPerTenant,
  envNames.requestsPerMinute,
  envNames.broadcastsPerMinute,
  envNames.maxImageBytes,
  envNames.maxVideoBytes,
  envNames.maxAudioBytes,
  envNames.maxDocumentBytes,
  envNames.maxContactsBytes,
  envNames.campaignsKeptDays,
  envNames.maxWorkers,
  envNames.minWorkers,
  envNames.sessionsPerWorker,
  envNames.workerMemoryMiB,
];

const ours: readonly string[] = Object.values(envNames);
const template = templateOf();

/** Names that code asks the environment for. */
async function namesReadBy(read: (env: Environment) => unknown): Promise<readonly string[]> {
  const names = new Set<string>();
  const env = new Proxy<Environment>(
    {},
    {
      get: (_, name) => {
        // The SDK, the logger and others read names of their own.
        if (typeof name !== "string" || !ours.includes(name)) return undefined;
        names.add(name);
        if (name === envNames.defaultLanguage) return "en";
        // The key itself, as on a laptop: a secret would be asked for.
        if (name === envNames.bootstrapKeySecret) return undefined;
        if (name === envNames.bootstrapKey) return "key";
        return absent.includes(name) ? undefined : "https://example.com/x";
      },
    },
  );
  await read(env);
  return [...names].sort();
}

/** What the files of a Lambda ask for: opens all of it. */
async function openAllOf(file: string, env: Environment): Promise<void> {
  const openings: (() => Promise<unknown>)[] = [];
  const before = process.env;
  try {
    await jest.isolateModulesAsync(async () => {
      const path = "../../functions/edge/services.ts";
      jest.doMock(path, () => {
        const actual = jest.requireActual<typeof services>(path);
        const servicesWith: typeof actual.servicesWith = (asked) => {
          const opened = actual.servicesWith(asked);
          openings.push(opened);
          return opened;
        };
        return { ...actual, servicesWith };
      });
      await import(`../../${file}`);
    });
    process.env = env;
    for (const open of openings) await open();
  } finally {
    process.env = before;
    jest.dontMock("../../functions/edge/services.ts");
  }
  expect(openings.length).toBeGreaterThan(0);
}

const wantedOf = (names: readonly string[]) => names.filter((name) => !notSet.includes(name));

describe("environments", () => {
  const lambdas = lambdasOf(template);
  const entries: Readonly<Record<string, string>> = { ...httpEntries, ...otherEntries };

  it("are of every Lambda", () => {
    expect([...lambdas.keys()].sort()).toEqual(Object.keys(entries).sort());
  });

  test.each(Object.entries(entries))("of %s holds what its files read, and nothing more", async (name, file) => {
    const read = await namesReadBy(async (env) => {
      await openAllOf(file, env);
      if (name === "sweep") expect([fleetLimits(env), openFleet(env), openMeter(env, "sweep")]).toHaveLength(3);
    });
    expect(Object.keys(lambdas.get(name)?.props.Environment.Variables ?? {}).sort()).toEqual(wantedOf(read));
  });

  it("of workers holds what their entry point reads, and nothing more", async () => {
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const read = await namesReadBy((env) => portsOnAws(env, log));
    const { props } = resourceOf<{
      readonly ContainerDefinitions: readonly { readonly Environment: readonly { readonly Name: string }[] }[];
    }>(template, "AWS::ECS::TaskDefinition");
    const [container] = props.ContainerDefinitions;
    expect(container?.Environment.map(({ Name }) => Name).sort()).toEqual(wantedOf(read));
    // Whatever has a default was asked for, and is known to be left at it.
    expect(leftAtTheirDefaults.filter((name) => !read.includes(name))).toEqual([]);
  });

  it("follow the config", () => {
    const chosen = templateOf({ defaultLanguage: "en", maxSessionsPerTenant: "7" });
    const { Variables } = lambdasOf(chosen).get("sessions")?.props.Environment ?? {};
    expect([Variables?.["DEFAULT_LANGUAGE"], Variables?.["MAX_SESSIONS_PER_TENANT"]]).toEqual(["en", "7"]);
    const larger = lambdasOf(templateOf({ maxVideoMiB: "100" })).get("media")?.props.Environment.Variables;
    expect([larger?.["MAX_VIDEO_BYTES"], larger?.["MAX_IMAGE_BYTES"]]).toEqual(["104857600", "5242880"]);
  });
});

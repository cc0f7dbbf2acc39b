import { envNames, type Environment } from "../../aws/env.ts";
import { httpEntries, otherEntries } from "../../functions/entries.ts";
import { openServices } from "../../functions/edge/services.ts";
import { openFleet } from "../../aws/fleet.ts";
import { openMeter } from "../../aws/meter.ts";
import { openStores } from "../../aws/stores.ts";
import { fleetLimits } from "../../functions/jobs/fleet.ts";
import { lambdasOf, resourceOf, templateOf } from "./synthesized.ts";

/** Endpoints are set where the services are embedded; a key in plain text only where no secret holds it. */
const neverOnAws: readonly string[] = [
  envNames.dynamoDbEndpoint,
  envNames.sqsEndpoint,
  envNames.s3Endpoint,
  envNames.schedulerEndpoint,
  envNames.bootstrapKey,
  envNames.webhookAllowLoopback,
];

const template = templateOf();

/** Names that code asks the environment for. */
async function namesReadBy(open: (env: Environment) => unknown): Promise<readonly string[]> {
  const read = new Set<string>();
  const absent: readonly string[] = [
    envNames.bootstrapKeySecret,
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
  ];
  const env = new Proxy<Environment>(
    {},
    {
      get: (_, name) => {
        if (typeof name !== "string") return undefined;
        read.add(name);
        if (name === envNames.defaultLanguage) return "en";
        return absent.includes(name) ? undefined : "https://example.com/x";
      },
    },
  );
  await open(env);
  return [...read].filter((name) => !neverOnAws.includes(name)).sort();
}

describe("environments", () => {
  it("of Lambdas hold what opening the services reads, and nothing more", async () => {
    const wanted = await namesReadBy(openServices);
    expect(wanted).toContain(envNames.registryTable);
    const lambdas = lambdasOf(template);
    expect([...lambdas.keys()].sort()).toEqual(Object.keys({ ...httpEntries, ...otherEntries }).sort());
    const ofEntry: Readonly<Record<string, readonly string[]>> = {
      sweep: await namesReadBy((env) => [fleetLimits(env), openFleet(env), openMeter(env, "sweep")]),
    };
    for (const [name, { props }] of lambdas) {
      const names = [...wanted, ...(ofEntry[name] ?? [])].sort();
      expect([name, Object.keys(props.Environment.Variables).sort()]).toEqual([name, names]);
    }
  });

  it("of workers hold what opening the stores reads, and how many slots and sessions there are", async () => {
    const wanted = [
      ...(await namesReadBy((env) => [openStores(env), openMeter(env, "worker")])),
      envNames.maxWorkers,
      envNames.sessionsPerWorker,
    ];
    const { props } = resourceOf<{
      readonly ContainerDefinitions: readonly { readonly Environment: readonly { readonly Name: string }[] }[];
    }>(template, "AWS::ECS::TaskDefinition");
    const [container] = props.ContainerDefinitions;
    expect(container?.Environment.map(({ Name }) => Name).sort()).toEqual(wanted.sort());
  });

  it("follow the config", () => {
    const chosen = templateOf({ defaultLanguage: "en", maxSessionsPerTenant: "7" });
    const { Variables } = lambdasOf(chosen).get("sessions")?.props.Environment ?? {};
    expect([Variables?.["DEFAULT_LANGUAGE"], Variables?.["MAX_SESSIONS_PER_TENANT"]]).toEqual(["en", "7"]);
    const larger = lambdasOf(templateOf({ maxVideoMiB: "100" })).get("media")?.props.Environment.Variables;
    expect([larger?.["MAX_VIDEO_BYTES"], larger?.["MAX_IMAGE_BYTES"]]).toEqual(["104857600", "5242880"]);
  });
});

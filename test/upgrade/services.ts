import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { leaseSettings } from "../../aws/env.ts";
import { sessions } from "../../aws/open.ts";
import { systemClock } from "../../aws/system-clock.ts";
import { authenticator } from "../../functions/edge/bootstrap.ts";
import { startEmbeddedAws } from "../../local/aws/embedded-aws.ts";
import { createResources } from "../../local/aws/resources.ts";
import { tellOfUploads } from "../../local/aws/s3/events.ts";
import { startScheduler } from "../../local/aws/scheduler.ts";
import { startHttpFront } from "../../local/gateway/http-front.ts";
import { simulatorControls } from "../../local/simulator-front.ts";
import { writeStackFile } from "../../local/stack-file.ts";
import { SimulatedWhatsApp } from "../../simulator/engine.ts";
import { Network } from "../../simulator/network.ts";
import { openRemoteDoor } from "../../simulator/remote-door.ts";
import { pointOf } from "../support/history/network-points.ts";
import { processName, type OwnRecord } from "../support/history/of-processes.ts";
import { recordedOpen } from "../support/history/recorded-calls.ts";

/** What no deployment of ours replaces: the services of AWS, and WhatsApp. They stand in this process while others are killed. */

export interface Services {
  /** Where the stack's file is, by which processes join. */
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string>>;
  /** Of the simulated network's controls. */
  readonly controls: string;
  close(): Promise<void>;
}

const maxWorkers = 4;

/**
 * @param settings environment of all processes
 * @param record of what workers hand over here, and of the network's ledger
 * @param invoke calls the Lambda that starts a scheduled campaign, of any version
 */
export async function startServices(
  settings: Readonly<Record<string, string>>,
  record: OwnRecord,
  invoke: (input: unknown) => Promise<void>,
): Promise<Services> {
  const dataDir = await mkdtemp(join(tmpdir(), "wab-upgrade-"));
  let env: Readonly<Record<string, string>> = settings;
  const aws = await startEmbeddedAws({ onCreated: tellOfUploads(() => env) });
  const scheduler = await startScheduler({ clock: systemClock, invoke });
  const resources = { ...aws, schedulerEndpoint: scheduler.endpoint };
  env = { ...settings, ...(await createResources(resources, { prefix: "upgrade", maxWorkers })) };
  Object.assign(process.env, env);
  const network = recordedNetwork(record);
  const token = randomUUID();
  const door = await openRemoteDoor(recordedWhatsApp(network, record), token);
  const wayIn = { kind: "in_process", port: door.port, token } as const;
  await writeStackFile(dataDir, { env, profileRoot: join(dataDir, "profiles"), maxWorkers, wayIn });
  const front = await startHttpFront({
    port: 0,
    routes: [],
    fallback: () => Promise.resolve({ statusCode: 404 }),
    extras: [
      simulatorControls(network, {
        authenticator: authenticator(env),
        qrOnShow: async (session) => (await sessions(env).find(session))?.qr,
      }),
    ],
  });
  const close = async () => {
    for (const part of [front, door, network, scheduler, aws]) await part.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { dataDir, env, controls: front.endpoint, close };
}

function recordedNetwork({ scribe }: OwnRecord): Network {
  const numbers = new Map<string, string>();
  return new Network({
    clock: systemClock,
    random: Math.random,
    onRecord: (event) => {
      const point = pointOf(event, numbers);
      if (point !== undefined) scribe.point("network", point.what, point);
    },
  });
}

/** Workers of every version have their folders below their own name, and their process in it (local/worker.ts). */
const processOf = (profileDir: string): string => processName(Number(/\/worker-(\d+)-/.exec(profileDir)?.[1]));

function recordedWhatsApp(network: Network, { scribe }: OwnRecord): SimulatedWhatsApp {
  const { sendDeadlineMs } = leaseSettings(process.env);
  const whatsApp = new SimulatedWhatsApp({ network, clock: systemClock, sendTimeoutMs: sendDeadlineMs });
  const open = recordedOpen(whatsApp.open.bind(whatsApp), (profileDir) => ({ scribe, by: processOf(profileDir) }));
  whatsApp.open = open as SimulatedWhatsApp["open"];
  return whatsApp;
}

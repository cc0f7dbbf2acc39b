import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { envNames, leaseSettings, networkSetting, numberSetting, type Environment } from "../aws/env.ts";
import { openMeter } from "../aws/meter.ts";
import * as stores from "../aws/open.ts";
import { systemClock } from "../aws/system-clock.ts";
import { capacityFor, memoryLimit } from "./capacity.ts";
import type { Log } from "./log.ts";
import type { WorkerPorts } from "./ports.ts";
import { defaultWorkerSettings } from "./settings.ts";
import { openWebWhatsApp } from "./whatsapp/from-environment.ts";

/** The tables, queues and files that a worker works with. */
export function openStores(env: Environment) {
  const files = stores.files(env);
  return {
    slots: stores.slots(env),
    sessions: stores.sessions(env),
    sessionOwners: stores.sessionOwners(env),
    contacts: stores.contacts(env),
    formerContacts: stores.formerContacts(env),
    lists: stores.lists(env),
    mediaUses: stores.mediaUses(env),
    campaigns: stores.campaigns(env),
    campaignChanges: stores.campaignChanges(env),
    progress: stores.progress(env),
    recipients: stores.recipients(env),
    recipientClaims: stores.recipientClaims(env),
    directs: stores.directs(env),
    directDesk: stores.directDesk(env),
    directClaims: stores.directClaims(env),
    persons: stores.persons(env),
    optOutChanges: stores.optOutChanges(env),
    halts: stores.halts(env),
    pageFaults: stores.pageFaults(env),
    sharedPhones: stores.sharedPhones(env),
    linkedAccounts: stores.linkedAccounts(env),
    profiles: files,
    mediaFiles: files,
    bell: stores.bell(env),
    events: stores.events(env),
  };
}

/** All that a worker on AWS needs of the world. @throws SettingMissing naming what is wrong in the environment */
export async function portsOnAws(env: Environment, log: Log): Promise<WorkerPorts> {
  // Without the setting there is nothing to bound it by but the container and the machine.
  const memoryMiB = numberSetting(env, envNames.workerMemoryMiB, { min: 1, max: 1_000_000, default: 0 });
  const meantFor = numberSetting(env, envNames.sessionsPerWorker, { min: 1, max: 200, default: 10 });
  return {
    ...openStores(env),
    whatsApp: await openWebWhatsApp(env, systemClock),
    clock: systemClock,
    random: Math.random,
    nonce: randomUUID,
    log,
    meter: openMeter(env, "worker"),
    settings: {
      ...defaultWorkerSettings,
      lease: leaseSettings(env),
      maxWorkers: numberSetting(env, envNames.maxWorkers, { min: 1, max: 200, default: 20 }),
      // As many as it was meant to run, when there is memory for them.
      capacity: Math.min(meantFor, capacityFor(await memoryLimit(memoryMiB))),
      profileRoot: join(tmpdir(), "profiles"),
      network: networkSetting(env),
    },
  };
}

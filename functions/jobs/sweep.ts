import { Logger } from "@aws-lambda-powertools/logger";
import { releaseOrphans } from "../../core/orphans.ts";
import { servicesOfProcess, type Services } from "../edge/services.ts";
import { ringForWaiting } from "../ring.ts";

/** A job that stands still for so long lost its ticket, or the Lambda that ran it. Running it twice does no harm. */
const standsStillAfterMs = 60_000;
const atOnce = 200;

const logger = new Logger({ serviceName: "whatsapp-broadcast" });

/** Every minute: rings again for whatever waits, and gives back what a dead worker held. */
export const handler = async (): Promise<void> => {
  const services = await servicesOfProcess();
  const released = await releaseOrphans(services, await services.slots.list());
  const rung = await ringAgain(services);
  const enqueued = await enqueueAgain(services);
  if (released + rung + enqueued > 0) logger.info("swept", { released, rung, enqueued });
};

async function ringAgain(services: Services): Promise<number> {
  const waiting = await services.sessions.waiting(atOnce);
  for (const session of waiting) await ringForWaiting(services, session);
  return waiting.length;
}

async function enqueueAgain({ imports, jobs, clock }: Services): Promise<number> {
  const lost = (await imports.unfinished(atOnce)).filter((job) => clock.now() - job.touchedAt > standsStillAfterMs);
  for (const { tenantId, listId, importId } of lost) {
    await jobs.enqueue({ kind: "import_contacts", tenantId, listId, importId });
  }
  return lost.length;
}

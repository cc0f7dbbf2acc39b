import { DynamoRecipientStore } from "../../../aws/stores/campaign/recipient-store.ts";
import { DynamoOptOutStore } from "../../../aws/stores/contact/opt-out-store.ts";
import { DynamoDirectMessageStore } from "../../../aws/stores/sending/direct-message-store.ts";
import { DynamoSessionStore } from "../../../aws/stores/session/session-store.ts";
import type { WhatsApp } from "../../../core/whatsapp.ts";
import { SimulatedWhatsApp } from "../../../simulator/engine.ts";
import { RemoteSimulatedWhatsApp } from "../../../simulator/remote-engine.ts";
import { WebWhatsApp } from "../../../worker/whatsapp/web-whatsapp.ts";
import { historyDir, processName } from "./of-processes.ts";
import { processScribe, recordedOpen, recordStores } from "./recorded-calls.ts";

/**
 * Preloaded into a process of a test that runs a worker (`recordingInto` in of-processes.ts): writes down what the worker does
 * at its ports, each line at once, because many of these processes are killed.
 */

const dir = historyDir();
if (dir !== undefined) record(dir);

function record(into: string): void {
  const by = processName(process.pid);
  const scribe = processScribe(into, process.pid);
  recordStores(
    { scribe, by },
    {
      sessionOwners: DynamoSessionStore,
      recipientClaims: DynamoRecipientStore,
      directClaims: DynamoDirectMessageStore,
      optOutChanges: DynamoOptOutStore,
    },
  );
  for (const { prototype } of [WebWhatsApp, SimulatedWhatsApp, RemoteSimulatedWhatsApp]) {
    const engine = prototype as WhatsApp;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called on the engine
    engine.open = recordedOpen(engine.open, () => ({ scribe, by }));
  }
  scribe.point(by, "process", { became: "started" });
}

import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { DynamoRecipientStore } from "../../../aws/stores/campaign/recipient-store.ts";
import { DynamoOptOutStore } from "../../../aws/stores/contact/opt-out-store.ts";
import { DynamoDirectMessageStore } from "../../../aws/stores/sending/direct-message-store.ts";
import { DynamoSessionStore } from "../../../aws/stores/session/session-store.ts";
import type { OpenOptions, WhatsApp, WhatsAppConnection } from "../../../core/whatsapp.ts";
import { SimulatedWhatsApp } from "../../../simulator/engine.ts";
import { RemoteSimulatedWhatsApp } from "../../../simulator/remote-engine.ts";
import { WebWhatsApp } from "../../../worker/whatsapp/web-whatsapp.ts";
import { Scribe } from "../../history/scribe.ts";
import { historyDir, processName } from "./of-processes.ts";
import { beginCall, recordedCalls, recordEvent } from "./port-calls.ts";

/**
 * Preloaded into a process of a test that runs a worker (`recordingInto` in of-processes.ts): writes down what the worker does
 * at its ports, each line at once, because many of these processes are killed.
 */

/** The classes behind the ports whose calls are recorded. */
const stores = {
  sessionOwners: DynamoSessionStore,
  recipientClaims: DynamoRecipientStore,
  directClaims: DynamoDirectMessageStore,
  optOutChanges: DynamoOptOutStore,
} as const;

type Method = (this: unknown, ...parameters: unknown[]) => Promise<unknown>;

const dir = historyDir();
if (dir !== undefined) record(dir);

function record(into: string): void {
  const by = processName(process.pid);
  const file = join(into, `${process.pid}.jsonl`);
  const scribe = new Scribe(
    () => Date.now(),
    (line) => {
      appendFileSync(file, `${JSON.stringify(line)}\n`);
    },
    process.pid * 10_000_000,
  );
  const recorded = (name: string, method: Method, session = ""): Method =>
    async function (...parameters) {
      const begun = beginCall(scribe, by, name, session, parameters);
      try {
        const answer = await method.apply(this, parameters);
        begun?.answered(answer);
        return answer;
      } catch (error) {
        begun?.threw(error);
        throw error;
      }
    };
  for (const name of recordedCalls) {
    const [port = "", member = ""] = name.split(".");
    const store = Object.entries(stores).find(([its]) => its === port)?.[1];
    if (store === undefined) continue;
    const methods = store.prototype as unknown as Record<string, Method>;
    const method = methods[member];
    if (method === undefined) throw new Error(`${store.name} has no ${member} to record`);
    methods[member] = recorded(name, method);
  }
  for (const { prototype } of [WebWhatsApp, SimulatedWhatsApp, RemoteSimulatedWhatsApp]) {
    const engine = prototype as WhatsApp;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called on the engine below
    const { open } = engine;
    engine.open = async function ({ profileDir, onEvent }: OpenOptions): Promise<WhatsAppConnection> {
      const session = profileDir.split("/").slice(-3, -1).join("/");
      const heard: OpenOptions["onEvent"] = (event) => {
        recordEvent(scribe, by, session, event);
        onEvent(event);
      };
      const connection = await open.call(this, { profileDir, onEvent: heard });
      return new Proxy(connection, {
        get: (inner, member) => {
          const value = Reflect.get(inner, member, inner) as unknown;
          if (typeof value !== "function" || typeof member !== "string") return value;
          const method = recorded(`whatsApp.${member}`, value as Method, session);
          return (...parameters: unknown[]) => method.apply(inner, parameters);
        },
      });
    };
  }
  scribe.point(by, "process", { became: "started" });
}

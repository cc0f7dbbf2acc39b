import { appendFileSync } from "node:fs";
import { join } from "node:path";
import type { OpenOptions, WhatsApp, WhatsAppConnection } from "../../../core/whatsapp.ts";
import { Scribe } from "../../history/scribe.ts";
import { beginCall, recordedCalls, recordEvent } from "./port-calls.ts";

/** Methods put in the place of those of stores and connections: they do the same, and their calls are written down. */

type Method = (this: unknown, ...parameters: unknown[]) => Promise<unknown>;
type Open = WhatsApp["open"];

interface Into {
  readonly scribe: Scribe;
  /** Which process it is. */
  readonly by: string;
}

/** Of a process that may be killed: each line is written at once, into a file of its own. */
export function processScribe(dir: string, pid: number): Scribe {
  const file = join(dir, `${pid}.jsonl`);
  return new Scribe(
    () => Date.now(),
    (line) => {
      appendFileSync(file, `${JSON.stringify(line)}\n`);
    },
    pid * 10_000_000,
  );
}

const recorded = ({ scribe, by }: Into, name: string, method: Method, session = ""): Method =>
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

/** @param stores the classes behind the ports whose calls are recorded, by the port's name */
export function recordStores(
  into: Into,
  stores: Readonly<Record<string, { readonly name: string; readonly prototype: object }>>,
): void {
  for (const name of recordedCalls) {
    const [port = "", member = ""] = name.split(".");
    const store = stores[port];
    if (store === undefined) continue;
    const methods = store.prototype as unknown as Record<string, Method>;
    const method = methods[member];
    if (method === undefined) throw new Error(`${store.name} has no ${member} to record`);
    methods[member] = recorded(into, name, method);
  }
}

/**
 * An engine's `open`, whose connections are recorded.
 *
 * @param into what is known by the folder of the session's profile
 */
export const recordedOpen = (open: Open, into: (profileDir: string) => Into): Open =>
  async function (this: unknown, { profileDir, onEvent }: OpenOptions): Promise<WhatsAppConnection> {
    const its = into(profileDir);
    const session = profileDir.split("/").slice(-3, -1).join("/");
    const heard: OpenOptions["onEvent"] = (event) => {
      recordEvent(its.scribe, its.by, session, event);
      onEvent(event);
    };
    const connection = await open.call(this, { profileDir, onEvent: heard });
    return new Proxy(connection, {
      get: (inner, member) => {
        const value = Reflect.get(inner, member, inner) as unknown;
        if (typeof value !== "function" || typeof member !== "string") return value;
        const method = recorded(its, `whatsApp.${member}`, value as Method, session);
        return (...parameters: unknown[]) => method.apply(inner, parameters);
      },
    });
  };

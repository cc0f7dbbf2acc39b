import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { envNames } from "../../../aws/names.ts";
import type { Context } from "../judge.ts";

/** A running stack with two tenants in it: one whose key asks, and another one of which it may see nothing. */

type Json = Readonly<Record<string, unknown>>;

/** Stands in everything of the other tenant. */
export const otherMark = "onlyoftheother";
const session = "shop";
const spareSession = "closing-shop";
const unlinkedSession = "unlinked-shop";
const numbers = ["628123456789", "628131111222", "628145556677"];
/** The first start of a version builds its console. */
const upMs = 300_000;
const dayMs = 86_400_000;
const settleMs = 60_000;
const upAt = /is up at (http:\/\/\S+)/;

/** Things of a session, by the kinds that the document gives examples of. */
type Things = Readonly<Record<"lst" | "cmp" | "tpl" | "med" | "imp" | "msg", string>>;

export class Tenant {
  readonly #url: string;
  readonly key: string;
  readonly keyId: string;

  constructor(url: string, key: string, keyId: string) {
    this.#url = url;
    this.key = key;
    this.keyId = keyId;
  }

  async ask(method: string, path: string, body?: Json | FormData | string): Promise<Json> {
    const isText = typeof body === "string";
    const isForm = body instanceof FormData;
    const type = isText ? "text/csv" : "application/json";
    const answer = await fetch(this.#url + path, {
      method,
      headers: {
        "x-api-key": this.key,
        "user-id": session,
        ...(body === undefined || isForm ? {} : { "content-type": type }),
      },
      ...(body === undefined ? {} : { body: isText || isForm ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status} while the stack was fed: ${text}`);
    return JSON.parse(text) as Json;
  }

  /** Asks until it is so. */
  async until(path: string, holds: (answer: Json) => boolean): Promise<Json> {
    const late = Date.now() + settleMs;
    for (;;) {
      const answer = await this.ask("GET", path);
      if (holds(answer)) return answer;
      if (Date.now() > late) throw new Error(`${path} still answers ${JSON.stringify(answer)}`);
      await wait(100);
    }
  }

  /** A linked session with one thing of each kind, and some that a caller may do away with. */
  async feed(
    number: string,
    mark: string,
  ): Promise<{ readonly kept: Things; readonly spare: Things; readonly webhooks: readonly string[] }> {
    await this.until("/qrcode", ({ qrCode }) => qrCode !== undefined);
    await this.ask("POST", `/_simulator/sessions/${session}/scan`, { number });
    await this.until("/status", ({ connected }) => connected === true);
    await this.ask("PATCH", `${base}/sessions/${session}`, {
      defaultCountry: "ID",
      pacing: { minGapMs: 0, maxGapMs: 0 },
    });
    for (const sessionId of [spareSession, unlinkedSession]) await this.ask("POST", `${base}/sessions`, { sessionId });
    await this.ask("POST", `${base}/opt-outs`, { number: `62816${mark.length}000111` });
    const webhooks = [];
    for (let at = 0; at < 2; at += 1) {
      const made = await this.ask("POST", `${base}/webhooks`, {
        url: "http://127.0.0.1:1/webhook",
        events: ["campaign.*"],
      });
      webhooks.push(textIn(made, "data", "webhookId"));
    }
    return { kept: await this.#things(`${mark} kept`), spare: await this.#things(`${mark} spare`), webhooks };
  }

  /** A campaign that waits for its moment, and one that runs on: its next message is a day away. */
  async campaigns(mark: string): Promise<{ readonly scheduled: string; readonly running: string }> {
    const list = textIn(await this.ask("POST", `${broadcast}/lists`, { name: `${mark} busy` }), "data", "listId");
    const contacts = numbers.map((number) => ({ number, name: mark }));
    await this.ask("POST", `${broadcast}/lists/${list}/contacts`, { contacts });
    const content = { listId: list, message: `${mark} {{ name }}` };
    const sendAt = new Date(Date.now() + 30 * dayMs).toISOString();
    const pacing = { minGapMs: dayMs, maxGapMs: dayMs };
    return {
      scheduled: textIn(await this.ask("POST", `${broadcast}/schedule`, { ...content, sendAt }), "data", "campaignId"),
      running: textIn(await this.ask("POST", `${broadcast}/send`, { ...content, pacing }), "data", "campaignId"),
    };
  }

  async #things(mark: string): Promise<Things> {
    const list = textIn(await this.ask("POST", `${broadcast}/lists`, { name: mark }), "data", "listId");
    const contacts = numbers.map((number, at) => ({ number, name: `${mark} ${at}` }));
    await this.ask("POST", `${broadcast}/lists/${list}/contacts`, { contacts });
    const csv = `number,name\n6281999000111,${mark}\n0,${mark}\n`;
    const imported = textIn(
      await this.ask("POST", `${broadcast}/lists/${list}/contacts/bulk`, csv),
      "data",
      "importId",
    );
    const isDone = (answer: Json) => ["completed", "failed"].includes(textIn(answer, "data", "state"));
    await this.until(`${broadcast}/lists/${list}/imports/${imported}`, isDone);
    const template = await this.ask("POST", `${broadcast}/templates`, { name: mark, body: `${mark}: {{ name }}` });
    const form = new FormData();
    form.set("file", new Blob([png], { type: "image/png" }), `${mark}.png`);
    const file = textIn(await this.ask("POST", `${broadcast}/upload`, form), "data", "filename");
    await this.until(`${broadcast}/upload/${file}`, (answer) => textIn(answer, "data", "state") === "ready");
    const sent = await this.ask("POST", `${broadcast}/send`, { name: mark, listId: list, message: mark });
    const campaign = textIn(sent, "data", "campaignId");
    await this.until(
      `${broadcast}/campaigns/${campaign}`,
      (answer) => textIn(answer, "data", "status") === "completed",
    );
    const message = textIn(
      await this.ask("POST", "/send-message", { number: numbers[0], message: mark }),
      "data",
      "id",
    );
    return {
      lst: list,
      cmp: campaign,
      tpl: textIn(template, "data", "templateId"),
      med: file,
      imp: imported,
      msg: message,
    };
  }

  /** Everything that callers with this key see of what was fed, without what time alone changes. */
  async seen(): Promise<string> {
    const paths = ["lists", "campaigns", "templates", "upload"].map((name) => `${broadcast}/${name}?limit=100`);
    const answers = [];
    for (const path of [...paths, `${base}/sessions`, `${base}/opt-outs`, `${base}/webhooks`])
      answers.push((await this.ask("GET", path))["data"]);
    return JSON.stringify(answers);
  }
}

const base = "/api/whatsapp";
const broadcast = `${base}/${session}/broadcast`;
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

function textIn(answer: Json, ...path: string[]): string {
  const found = path.reduce<unknown>((value, name) => (value as Json | undefined)?.[name], answer);
  if (typeof found !== "string") throw new Error(`wanted a text at ${path.join(".")}, ${JSON.stringify(answer)} came`);
  return found;
}

/** What hooks.py has to know. */
interface Ground {
  /** Ids that have to stay, each with one that may go. */
  readonly spares: Readonly<Record<string, string>>;
  readonly scheduled: string;
  readonly running: string;
  /** The session that pairing codes are asked for: it stays. */
  readonly unlinked: string;
  /** The document's examples. */
  readonly idempotencyKey: string;
  readonly cursor: string;
}

export interface Fed {
  readonly url: string;
  /** Of the tenant that asks. */
  readonly key: string;
  readonly operatorKey: string;
  readonly other: Tenant;
  /** The document, whose examples are the ids of things that are there. */
  readonly document: Json;
  readonly ground: Ground;
}

export async function startFed({ start }: Context): Promise<Fed> {
  const operatorKey = `operator-${randomBytes(18).toString("base64url")}`;
  const env = { API_KEY: operatorKey, POWERTOOLS_LOG_LEVEL: "ERROR", [envNames.webhookAllowLoopback]: "true" };
  const stack = start("stack", [process.execPath, "local/start.ts", "--memory", "--port", "0"], { env });
  const late = Date.now() + upMs;
  let url: string | undefined;
  while (url === undefined) {
    if (Date.now() > late) throw new Error(`the stack is not up after ${upMs} ms:\n${stack.written()}`);
    await wait(100);
    url = upAt.exec(stack.written())?.[1];
  }
  const operator = new Tenant(url, operatorKey, "");
  const tenant = await tenantOf(operator, url, "judged");
  const other = await tenantOf(operator, url, "other");
  const spareKey = await keyOf(operator, "judged", "spare");
  await other.feed("628111000222", otherMark);
  const { kept, spare, webhooks } = await tenant.feed("628111000111", "judged");
  const [webhook = "", spareWebhook = ""] = webhooks;
  const delivery = textIn(
    await tenant.until(`${base}/webhooks/${webhook}/deliveries`, ({ data }) => (data as readonly unknown[]).length > 0),
    "data",
    "0",
    "deliveryId",
  );
  const { scheduled, running } = await tenant.campaigns("judged");
  const spares = {
    ...Object.fromEntries(Object.entries(kept).map(([kind, id]) => [id, spare[kind as keyof Things]])),
    [scheduled]: spare.cmp,
    [webhook]: spareWebhook,
    [tenant.keyId]: spareKey.keyId,
    [session]: spareSession,
    [unlinkedSession]: spareSession,
  };
  const ids: Readonly<Record<string, string>> = {
    ...kept,
    cmp: scheduled,
    whk: webhook,
    dlv: delivery,
    key: spareKey.keyId,
  };
  const text = await (await fetch(`${url}/openapi.json`)).text();
  const examples = /(lst|cmp|tpl|med|imp|msg|whk|dlv|key)_[0-9A-HJKMNP-TV-Z]{26}(?:\.[a-z0-9]+)?/g;
  const document = JSON.parse(text.replaceAll(examples, (example, kind: string) => ids[kind] ?? example)) as Json;
  const [idempotencyKey, cursor] = [exampleOf(text, "Idempotency-Key"), exampleOf(text, "cursor")];
  const ground = { spares, scheduled, running, unlinked: unlinkedSession, idempotencyKey, cursor };
  return { url, key: tenant.key, operatorKey, other, document, ground };
}

/** The example that the document gives of a parameter. */
function exampleOf(document: string, name: string): string {
  const [, found] = new RegExp(`"name":"${name}".*?"examples":\\["([^"]+)"`).exec(document) ?? [];
  if (found === undefined) throw new Error(`the document gives no example of ${name}`);
  return found;
}

const tenantOf = async (operator: Tenant, url: string, tenantId: string): Promise<Tenant> => {
  const { key, keyId } = await keyOf(operator, tenantId, "judge");
  return new Tenant(url, key, keyId);
};

async function keyOf(
  operator: Tenant,
  tenantId: string,
  name: string,
): Promise<{ readonly key: string; readonly keyId: string }> {
  const made = await operator.ask("POST", `${base}/api-keys`, { name, scopes: ["read", "write", "admin"], tenantId });
  return { key: textIn(made, "data", "key"), keyId: textIn(made, "data", "keyId") };
}

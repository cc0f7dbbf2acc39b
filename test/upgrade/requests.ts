import { setTimeout as wait } from "node:timers/promises";
import type { Verb } from "../history/lines.ts";
import type { Answer, Ask, Client, DataOf } from "../e2e/client.ts";
import type { CampaignView } from "../e2e/steps.ts";
import type { OwnRecord } from "../support/history/of-processes.ts";

const patienceMs = 120_000;
/** So seldom that those who wait leave the machine to the processes that they wait for. */
const askEveryMs = 200;

/** Requests of people, each asked until it is answered, by any front that is there, and written down. */
export class Requests {
  readonly #client: Client;
  readonly #record: OwnRecord;
  readonly #prefix: string;
  readonly #patienceMs: number;
  #keys = 0;

  /**
   * @param client asks any front
   * @param prefix tells the keys of two tries apart
   * @param slow so many times as long is waited
   */
  constructor(client: Client, record: OwnRecord, prefix: string, slow: number) {
    this.#client = client;
    this.#record = record;
    this.#prefix = prefix;
    this.#patienceMs = patienceMs * slow;
  }

  /**
   * Asked again where a front was killed, of another one, under the same key: it is done once. A POST that takes no key is
   * refused the second time, because the first was done.
   *
   * @throws Error with what came, where that is a refusal
   */
  async ask(method: string, path: string, ask: Ask = {}): Promise<Answer> {
    this.#keys += 1;
    const key = method === "POST" ? { "idempotency-key": `${this.#prefix}-${this.#keys}` } : {};
    const headers = { ...ask.headers, ...key };
    const deadline = Date.now() + this.#patienceMs;
    for (let tries = 0; ; tries += 1) {
      const answer = await this.#client.ask<unknown>(method, path, { ...ask, headers }).catch(() => undefined);
      if (answer !== undefined && answer.status < 300) return answer;
      const code = (answer?.body as { readonly error?: { readonly code: string } } | undefined)?.error?.code;
      const wasDone = tries > 0 && ((answer?.status === 409 && code === "CAMPAIGN_STATE") || answer?.status === 404);
      if (answer !== undefined && wasDone) return answer;
      // A version of before knows no 503 for a table that does not answer in time.
      const isAgain = answer === undefined || answer.status >= 500 || code === "IDEMPOTENCY_IN_PROGRESS";
      if (!isAgain || Date.now() > deadline) {
        throw new Error(`${method} ${path} answered ${answer?.status ?? "nothing"}: ${answer?.text ?? ""}`);
      }
      await wait(150);
    }
  }

  /** What changes the course of sending is an operation of the history, from its first try to its answer. */
  async do(verb: Verb, of: string, method: string, path: string, json?: unknown): Promise<void> {
    await this.#record.request(verb, of, () => this.ask(method, path, json === undefined ? {} : { json }));
  }

  async make<Data>(path: string, json: unknown): Promise<Data> {
    return ((await this.ask("POST", path, { json })).body as DataOf<Data>).data;
  }

  /** A campaign of these members. */
  async launch(path: string, json: unknown, audience: readonly string[]): Promise<string> {
    const ask = () => this.make<{ readonly campaignId: string }>(path, json);
    const { campaignId } = await this.#record.request(
      "create",
      (made: { readonly campaignId: string }) => made.campaignId,
      ask,
    );
    this.#record.scribe.point("people", "audience", { of: campaignId, numbers: audience });
    return campaignId;
  }

  async campaign(base: string, campaignId: string): Promise<CampaignView> {
    const path = `${base}/campaigns/${campaignId}`;
    const ask = async () => ((await this.ask("GET", path)).body as DataOf<CampaignView>).data;
    return await this.#record.read(campaignId, ask);
  }

  /** @throws Error with the last answer when it is not as wanted in time */
  async until<Answer>(
    ask: () => Promise<Answer>,
    holds: (answer: Answer) => boolean | Promise<boolean>,
    what: string,
  ): Promise<void> {
    const deadline = Date.now() + this.#patienceMs;
    for (;;) {
      const answer = await ask();
      if (await holds(answer)) return;
      if (Date.now() > deadline) throw new Error(`waited until ${what}: ${JSON.stringify(answer).slice(0, 2_000)}`);
      await wait(askEveryMs);
    }
  }

  /** A route is read until its answer is as wanted. */
  async untilRead(
    path: string,
    headers: Record<string, string>,
    holds: (body: unknown) => boolean | Promise<boolean>,
  ): Promise<void> {
    await this.until(async () => (await this.ask("GET", path, { headers })).body, holds, `GET ${path} is as wanted`);
  }
}

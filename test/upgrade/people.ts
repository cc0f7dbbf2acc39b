import { setTimeout } from "node:timers/promises";
import type { Client, DataOf } from "../e2e/client.ts";
import * as person from "../e2e/steps.ts";
import type { Loss } from "./losses.ts";
import type { Requests } from "./requests.ts";

/** What people do with the API while the versions behind it change: each request goes to any front that is there. */

export interface DoneCampaign {
  readonly campaignId: string;
  readonly sessionId: string;
  /** With what its text begins. */
  readonly what: string;
  /** Its audience. */
  readonly wanted: readonly string[];
  readonly isStopped: boolean;
}

/** What is to be judged. */
export interface Done {
  readonly campaigns: readonly DoneCampaign[];
  readonly directs: readonly { readonly number: string; readonly body: string }[];
  /** Number to when the request was answered, epoch ms. */
  readonly optedOutAt: ReadonlyMap<string, number>;
  deliveries(): Promise<readonly person.Delivery[]>;
  campaign(campaign: DoneCampaign): Promise<person.CampaignView>;
  report(campaign: DoneCampaign): Promise<string>;
}

interface Askers {
  /** Of any front. */
  readonly requests: Requests;
  /** Of a front of the former version. */
  readonly ofFormer: Requests;
  /** Of the simulated network. */
  readonly controls: Client;
}

const ofShop = person.numbersOf(1, 45);
const ofBranch = person.numbersOf(2, 45);
const ofStopped = person.numbersOf(3, 25);
const ofScheduled = person.numbersOf(4, 8);
const [byFormer = "", byHand = "", byReply = ""] = ofShop.slice(32);
/** Those who opt out are among them, for all of them may have had the broadcast before they did. */
const imported = [...person.numbersOf(5, 22), byFormer, byHand, byReply];
const refuses = ofBranch[20] ?? "";
const pacing = { minGapMs: 60, maxGapMs: 140, perDay: 100_000 };
const base = ({ sessionId }: Pick<DoneCampaign, "sessionId">): string => person.broadcastOf(sessionId);
const shop = person.broadcastOf("shop");

export class People {
  readonly #requests: Requests;
  readonly #ofFormer: Requests;
  readonly #controls: Client;
  readonly #lost: ReadonlySet<Loss>;
  readonly broken: string[] = [];
  readonly #campaigns = new Map<string, DoneCampaign>();
  readonly #lists = new Map<string, string>();
  readonly #directs: { readonly number: string; readonly body: string }[] = [];
  readonly #optedOutAt = new Map<string, number>();

  readonly #slow: number;

  /** @param lost what can't go back to the former version, and is left out @param slow so many times as long is waited */
  constructor({ requests, ofFormer, controls }: Askers, lost: ReadonlySet<Loss>, slow: number) {
    this.#slow = slow;
    this.#requests = requests;
    this.#ofFormer = ofFormer;
    this.#controls = controls;
    this.#lost = lost;
  }

  /** Links both sessions and starts a long broadcast of each. */
  async begin(receiver: string): Promise<void> {
    await this.#controls.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 20, deliverMs: 20, readMs: 60 } });
    await this.#controls.send("PUT", `/_simulator/numbers/${refuses}`, { json: { refuses: true } });
    for (const number of ofShop.slice(15, 38)) {
      const json = { lid: `3234567${number.slice(-8)}` };
      await this.#controls.send("PUT", `/_simulator/numbers/${number}`, { json });
    }
    await Promise.all([this.#link("shop", "628111000111"), this.#link("cabang", "628111000222")]);
    await this.#requests.make("/api/whatsapp/webhooks", { url: receiver, events: ["*"] });
    // What the former version took holds in both, whichever changes can't go back.
    await this.#optOutByHand(this.#ofFormer, byFormer);
    await this.#launch("shop", "Promo", ofShop);
    await this.#launch("cabang", "Kabar", ofBranch);
  }

  /** All of it at once. */
  async doAll(): Promise<void> {
    await Promise.all([
      this.#pauseAndResume(),
      this.#optOut(),
      this.#leave(),
      this.#launchAndStop(),
      this.#schedule(),
      this.#importAndSend(),
      this.#writeToPersons(),
      this.#haltAndLift(),
    ]);
  }

  /** Waits until all is over; then those who failed are tried again. */
  async end(): Promise<Done> {
    await Promise.all([...this.#campaigns.values()].map((campaign) => this.#untilOver(campaign)));
    const kabar = this.#named("Kabar");
    await this.#controls.send("PUT", `/_simulator/numbers/${refuses}`, { json: { refuses: false } });
    const path = `${base(kabar)}/campaigns/${kabar.campaignId}/retry`;
    await this.#requests.do("retry", kabar.campaignId, "POST", path, { statuses: ["failed"] });
    await this.#untilOver(kabar);
    return {
      campaigns: [...this.#campaigns.values()],
      directs: this.#directs,
      optedOutAt: this.#optedOutAt,
      deliveries: () => this.#controls.get("/_simulator/deliveries"),
      campaign: (campaign) => this.#requests.campaign(base(campaign), campaign.campaignId),
      report: async (campaign) =>
        (await this.#requests.ask("GET", `${base(campaign)}/export/campaign/${campaign.campaignId}`)).text,
    };
  }

  async #link(sessionId: string, number: string): Promise<void> {
    const headers = { "user-id": sessionId };
    await this.#requests.untilRead("/qrcode", headers, async (body) => {
      const { qrCode, connected = false } = body as { readonly qrCode?: string; readonly connected?: boolean };
      if (qrCode === undefined) return connected;
      // Again, where a worker was so slow that another one took the session over before it was linked.
      await this.#controls.ask("POST", `/_simulator/sessions/${sessionId}/scan`, { json: { number } });
      return false;
    });
  }

  async #pauseAndResume(): Promise<void> {
    const campaign = this.#named("Promo");
    const path = `${base(campaign)}/campaigns/${campaign.campaignId}`;
    await this.#wait(1_500);
    await this.#requests.do("pause", campaign.campaignId, "POST", `${path}/pause`);
    await this.#wait(1_000);
    await this.#requests.campaign(base(campaign), campaign.campaignId);
    await this.#requests.do("resume", campaign.campaignId, "POST", `${path}/resume`);
  }

  async #optOut(): Promise<void> {
    if (this.#lost.has("optOuts")) return;
    await this.#wait(1_000);
    await this.#optOutByHand(this.#requests, byHand);
    const json = { session: "shop", from: byReply, body: "STOP" };
    await this.#requests.until(
      () => this.#controls.ask("POST", "/_simulator/inbound", { json }),
      ({ status }) => status === 200,
      "the phone writes",
    );
    const path = `/api/whatsapp/opt-outs?search=${byReply}`;
    await this.#requests.untilRead(path, {}, (page) => (page as DataOf<readonly unknown[]>).data.length > 0);
    this.#optedOutAt.set(byReply, Date.now());
  }

  async #optOutByHand(requests: Requests, number: string): Promise<void> {
    await requests.do("opt_out", number, "POST", "/api/whatsapp/opt-outs", { number });
    this.#optedOutAt.set(number, Date.now());
  }

  async #leave(): Promise<void> {
    if (this.#lost.has("left")) return;
    await this.#wait(2_000);
    const listId = this.#lists.get("Promo") ?? "";
    await this.#requests.ask("DELETE", `${shop}/lists/${listId}/contacts/${ofShop.at(-1) ?? ""}`);
  }

  async #launchAndStop(): Promise<void> {
    const { campaignId } = await this.#launch("shop", "Berhenti", ofStopped, true);
    await this.#wait(2_000);
    await this.#requests.do("stop", campaignId, "POST", `${shop}/campaigns/${campaignId}/stop`);
  }

  async #schedule(): Promise<void> {
    const listId = await this.#aList("cabang", "Jadwal", ofScheduled);
    await this.#scheduleIn(4_000 * this.#slow, listId);
  }

  /** In more time where a busy machine let it pass before the request was read. */
  async #scheduleIn(ms: number, listId: string): Promise<void> {
    const sendAt = new Date(Date.now() + ms).toISOString();
    try {
      await this.#keep("cabang", "schedule", "Jadwal", { listId, sendAt }, ofScheduled);
    } catch (error) {
      if (!(error as Error).message.includes("/sendAt") || ms > 60_000 * this.#slow) throw error;
      await this.#scheduleIn(ms * 4, listId);
    }
  }

  async #importAndSend(): Promise<void> {
    const listId = await this.#aList("shop", "Impor", []);
    const ofList = `${shop}/lists/${listId}`;
    const body = `number,name\n${imported.map((number) => `${number},N${number.slice(-3)}\n`).join("")}`;
    const headers = { "content-type": "text/csv" };
    const asked = await this.#requests.ask("POST", `${ofList}/contacts/bulk`, { body, headers });
    const { importId } = (asked.body as DataOf<{ readonly importId: string }>).data;
    await this.#requests.untilRead(`${ofList}/imports/${importId}`, {}, (answer) => {
      const { state } = (answer as DataOf<person.ImportView>).data;
      if (state === "failed") this.broken.push("the import failed");
      return state === "completed" || state === "failed";
    });
    await this.#keep("shop", "send", "Impor", { listId }, imported);
  }

  async #writeToPersons(): Promise<void> {
    for (let message = 0; message < 6; message += 1) {
      const direct = { number: `62812399900${message}`, body: `Pesan ${message}` };
      const json = { number: direct.number, message: direct.body };
      await this.#requests.ask("POST", "/send-message", { json, headers: { "user-id": "shop" } });
      this.#directs.push(direct);
      await this.#wait(700);
    }
  }

  async #haltAndLift(): Promise<void> {
    if (this.#lost.has("halts")) return;
    const path = "/api/whatsapp/operations/sending";
    await this.#wait(3_500);
    await this.#requests.do("halt", "all", "PUT", path, { halted: true, reason: "trial" });
    await this.#wait(800);
    await this.#requests.do("lift", "all", "PUT", path, { halted: false });
  }

  async #aList(sessionId: string, name: string, numbers: readonly string[]): Promise<string> {
    const lists = `${person.broadcastOf(sessionId)}/lists`;
    const { listId } = await this.#requests.make<person.ListView>(lists, { name });
    const contacts = numbers.map((number) => ({ number, name: `N${number.slice(-3)}` }));
    if (contacts.length > 0) {
      await this.#requests.ask("POST", `${lists}/${listId}/contacts`, { json: { contacts } });
    }
    this.#lists.set(name, listId);
    return listId;
  }

  async #launch(sessionId: string, what: string, numbers: readonly string[], isStopped = false): Promise<DoneCampaign> {
    const listId = await this.#aList(sessionId, what, numbers);
    return await this.#keep(sessionId, "send", what, { listId }, numbers, isStopped);
  }

  async #keep(
    sessionId: string,
    route: "schedule" | "send",
    what: string,
    fields: object,
    wanted: readonly string[],
    isStopped = false,
  ): Promise<DoneCampaign> {
    const body = { ...fields, message: `${what} {{ name }}`, pacing };
    const campaignId = await this.#requests.launch(`${person.broadcastOf(sessionId)}/${route}`, body, wanted);
    const campaign = { campaignId, sessionId, what, wanted, isStopped };
    this.#campaigns.set(campaignId, campaign);
    return campaign;
  }

  async #wait(ms: number): Promise<void> {
    await setTimeout(ms * this.#slow);
  }

  #named(what: string): DoneCampaign {
    const campaign = [...this.#campaigns.values()].find((one) => one.what === what);
    if (campaign === undefined) throw new Error(`no campaign ${what}`);
    return campaign;
  }

  async #untilOver(campaign: DoneCampaign): Promise<void> {
    await this.#requests.until(
      () => this.#requests.campaign(base(campaign), campaign.campaignId),
      ({ status }) => status === "completed" || status === "stopped",
      `the campaign ${campaign.what} is over`,
    );
  }
}

import { DeleteCommand, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { encodeTime } from "ulid";
import {
  campaignKey,
  formerLidIndex,
  linkedAccountKey,
  numberKey,
  recipientKey,
  sessionKey,
} from "../../aws/dynamodb/keys.ts";
import { rowsOf } from "../../core/campaign/audience.ts";
import type { Campaign, CampaignBody } from "../../core/campaign/campaign.ts";
import type { Recipient } from "../../core/campaign/recipient.ts";
import { optOutConfirmation } from "../../core/contact/opt-out.ts";
import { idOf } from "../../core/ids.ts";
import type { SessionRef } from "../../core/refs.ts";
import { whatsAppIdOf, type DirectMessage } from "../../core/sending/direct-message.ts";
import type { SessionState } from "../../core/session/session.ts";
import { writeDownLeaving } from "../../functions/imports/leaving.ts";
import { deliveryTable, registryTable, type SystemStores } from "./system/deployment.ts";
import { Processes } from "./system/processes.ts";
import { ref, sessionId, tenantId } from "./system/refs.ts";

export { eventFaults, type EventFault } from "./system/in-memory.ts";
export type { RunningWorker, WorkerOptions } from "./system/processes.ts";
export { ref, sessionId, tenantId } from "./system/refs.ts";

/**
 * A whole deployment on a fake clock: real stores on real DynamoDB conditions, simulated network, any number of workers.
 * Here is what people do with it, and what they see.
 */
export class System extends Processes {
  #campaigns = 0;
  #asked = 0;

  static async start(): Promise<System> {
    const system = new System();
    await system.open();
    return system;
  }

  async state(its = sessionId, of = tenantId): Promise<SessionState | undefined> {
    return (await this.stores.sessions.find({ tenantId: of, sessionId: its }))?.state;
  }

  /** Creates the session, lets a phone scan its QR, and waits until it is ready. */
  async linkSession(number = "628111000111", its = sessionId, of = tenantId): Promise<void> {
    const now = this.clock.now();
    const session = { tenantId: of, sessionId: its };
    await this.stores.sessionDesk.create({
      ...session,
      state: "stopped",
      wanted: false,
      epoch: 0,
      since: now,
      createdAt: now,
    });
    await this.stores.sessionDesk.want(session, now);
    await this.until(async () => (await this.state(its, of)) === "awaiting_qr", "a QR is on show");
    const qr = (await this.stores.sessions.find(session))?.qr ?? "";
    this.network.scan({ qr, number, session });
    await this.until(async () => (await this.state(its, of)) === "ready", "the session is ready");
  }

  /** A list of so many contacts, numbers 6280000000xx ascending. */
  async aList(listId: string, contacts: number, first = 0, its: SessionRef = ref): Promise<string[]> {
    const now = this.clock.now();
    await this.stores.lists.create({
      ...its,
      listId,
      name: listId,
      contactCount: contacts,
      createdAt: now,
      updatedAt: now,
    });
    const numbers = Array.from({ length: contacts }, (_, index) => `62800${String(first + index).padStart(8, "0")}`);
    await this.stores.contactWriter.saveMany(
      numbers.map((number) => ({
        tenantId: its.tenantId,
        listId,
        number,
        name: `N${number.slice(-3)}`,
        fields: {},
        addedAt: now,
        updatedAt: now,
      })),
    );
    return numbers;
  }

  /** Contacts leave a list that a campaign needs, as the API has them do so. */
  async leave(
    listId: string,
    numbers: readonly string[],
    {
      contacts,
      contactWriter,
      formerContacts,
    }: Pick<SystemStores, "contacts" | "contactWriter" | "formerContacts"> = this.stores,
  ): Promise<void> {
    const there = await contacts.findMany(tenantId, listId, numbers);
    await writeDownLeaving({ formerContacts }, { usedBy: ["cmp"] }, there.values(), this.clock.now());
    await contactWriter.removeMany(tenantId, listId, numbers);
  }

  /** Launches a campaign as the API does: body, row, bell. */
  async launch(
    changes: Partial<Campaign> & { readonly listIds: readonly string[] },
    content: string | CampaignBody = "Halo {{ name }}",
  ): Promise<string> {
    const now = this.clock.now();
    this.#campaigns += 1;
    const campaign: Campaign = {
      ...ref,
      campaignId: `cmp_${this.#campaigns}`,
      name: `campaign ${this.#campaigns}`,
      status: "running",
      excludeListIds: [],
      launchedAt: now,
      createdAt: now,
      startedAt: now,
      total: 1,
      pacing: { minGapMs: 0, maxGapMs: 0, perDay: 1_000_000 },
      bodyHash: "-",
      ...changes,
    };
    const body = typeof content === "string" ? { text: content, variables: {} } : content;
    await this.stores.campaignChanges.create(campaign, body);
    await this.ring(campaign.campaignId, campaign.sessionId, campaign.tenantId);
    return campaign.campaignId;
  }

  /** Asks for a direct message as the API does: row, then bell. */
  async ask(number: string, text = "Halo", its: Partial<DirectMessage> = {}): Promise<DirectMessage> {
    const requestedAt = this.clock.now();
    this.#asked += 1;
    const serial = String(this.#asked).padStart(16, "0");
    const directId = idOf("message", `${encodeTime(requestedAt)}${serial}`);
    const messageId = whatsAppIdOf(tenantId, directId);
    const message = { ...ref, directId, number, text, state: "pending", messageId, requestedAt, ...its } as const;
    await this.stores.directDesk.create(message);
    const owner = (await this.stores.sessions.find(ref))?.owner;
    if (owner !== undefined) await this.bell.ring(owner.slot, { kind: "message", ...ref, directId });
    return message;
  }

  async direct({ directId }: Pick<DirectMessage, "directId">): Promise<DirectMessage> {
    const message = await this.stores.directs.find({ ...ref, directId });
    if (message === undefined) throw new Error(`no message ${directId}`);
    return message;
  }

  async untilDirect(message: DirectMessage, state: DirectMessage["state"], atMostMs?: number): Promise<void> {
    const holds = async () => (await this.direct(message)).state === state;
    await this.until(holds, `message ${message.directId} is ${state}`, atMostMs);
  }

  async ring(campaignId: string, its = sessionId, of = tenantId): Promise<void> {
    const session = { tenantId: of, sessionId: its };
    const owner = (await this.stores.sessions.find(session))?.owner;
    if (owner !== undefined) await this.bell.ring(owner.slot, { kind: "campaign", ...session, campaignId });
  }

  async campaign(campaignId: string): Promise<Campaign> {
    const campaign = await this.stores.campaigns.find({ ...ref, campaignId });
    if (campaign === undefined) throw new Error(`no campaign ${campaignId}`);
    return campaign;
  }

  async untilStatus(campaignId: string, status: Campaign["status"], atMostMs?: number): Promise<void> {
    const holds = async () => (await this.campaign(campaignId)).status === status;
    await this.until(holds, `${campaignId} is ${status}`, atMostMs);
  }

  /** A stopped campaign was settled by its session's owner: its row stands in no index. The index itself may lag. */
  async untilSettled(campaignId: string, atMostMs?: number): Promise<void> {
    const read = new GetCommand({
      TableName: deliveryTable,
      Key: campaignKey({ ...ref, campaignId }),
      ConsistentRead: true,
    });
    const holds = async () => {
      const { Item } = await this.documentClient().send(read);
      return Item !== undefined && !("ix" in Item);
    };
    await this.until(holds, `${campaignId} is settled`, atMostMs);
  }

  async rows(campaignId: string): Promise<Recipient[]> {
    const rows: Recipient[] = [];
    for await (const row of rowsOf(this.stores.recipients, { tenantId, campaignId })) rows.push(row);
    return rows;
  }

  /** Writes a row whatever stands there: a mistake that is planted. */
  async overwriteRow(row: Recipient): Promise<void> {
    await this.documentClient().send(
      new PutCommand({ TableName: deliveryTable, Item: { ...recipientKey(row), ...row } }),
    );
  }

  /** What WhatsApp said of a number, as a73ae73 kept it. */
  async putCheckOfBefore(number: string, lid: string): Promise<void> {
    const known = { tenantId, number, lid, onWhatsApp: true, checkedAt: this.clock.now() };
    const index = { ix: formerLidIndex(tenantId, lid), ixSort: number };
    const Item = { ...numberKey(tenantId, number), ...index, ...known };
    await this.documentClient().send(new PutCommand({ TableName: deliveryTable, Item }));
  }

  /** As an earlier version left a linked session: its row says nothing of the account's age, and nothing else does. */
  async forgetAccount(): Promise<void> {
    const { Item } = await this.documentClient().send(
      new GetCommand({ TableName: registryTable, Key: sessionKey(ref), ConsistentRead: true }),
    );
    const { account: _account, ...before } = Item ?? {};
    await this.documentClient().send(new PutCommand({ TableName: registryTable, Item: before }));
    const Key = linkedAccountKey(tenantId, (before as { readonly number?: string }).number ?? "");
    await this.documentClient().send(new DeleteCommand({ TableName: registryTable, Key }));
  }

  /** Numbers that a message arrived at, in order, one entry an arrival; without confirmations of opt-outs. */
  arrivals(): string[] {
    const deliveries = this.network.deliveries({}).filter(({ body }) => body !== optOutConfirmation);
    return deliveries.map(({ to }) => to);
  }
}

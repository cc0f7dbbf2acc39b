import * as stores from "../../../aws/open.ts";
import { aBody, aCampaign, aRecipient, aUlid } from "../../support/builders.ts";
import { number, tenantId, type Case, type Places } from "./worlds.ts";

/** Messages and broadcasts. */
export const sendingCases = ({
  at,
  env,
  aShop,
  aListIn,
  aFileIn,
  directsOf,
  campaignsOf,
  next,
}: Places): readonly Case[] => [
  {
    name: "POST /send-message, then the session is not connected",
    operationId: "sendMessage",
    status: 202,
    world: async () => {
      const { ref, sessionId, disconnect, connect } = await aShop();
      return {
        path: "/send-message",
        ask: { json: { number, message: "Halo" }, headers: { "user-id": sessionId } },
        made: () => directsOf(ref),
        spoil: disconnect,
        mend: connect,
      };
    },
  },
  {
    name: "POST /send-message, then the number turns out not to be on WhatsApp",
    operationId: "sendMessage",
    status: 202,
    world: async () => {
      const { ref, sessionId } = await aShop();
      const own = `62813${String(10_000_000 + next())}`;
      const know = async (onWhatsApp: boolean) => {
        const known = { tenantId, number: own, onWhatsApp, checkedAt: at().now() };
        await stores.persons(env()).save(known);
      };
      return {
        path: "/send-message",
        ask: { json: { number: own, message: "Halo" }, headers: { "user-id": sessionId } },
        made: () => directsOf(ref),
        spoil: () => know(false),
        mend: () => know(true),
      };
    },
  },
  {
    name: "POST /send-message with a file, which is gone then",
    operationId: "sendMessage",
    status: 202,
    world: async () => {
      const { ref, sessionId } = await aShop();
      const { media, takeAway, bringBack } = await aFileIn(sessionId, "media", "x");
      return {
        path: "/send-message",
        ask: { json: { number, media: { filename: media.filename } }, headers: { "user-id": sessionId } },
        made: () => directsOf(ref),
        spoil: takeAway,
        mend: bringBack,
      };
    },
  },
  {
    name: "POST /test, then the session is logged out",
    operationId: "sendTest",
    status: 202,
    world: async () => {
      const { ref, base, unlink, link } = await aShop();
      return {
        path: `${base}/test`,
        ask: { json: { number, message: "Halo" } },
        made: () => directsOf(ref),
        spoil: unlink,
        mend: link,
      };
    },
  },
  {
    name: "POST /send, then the session is logged out",
    operationId: "sendCampaign",
    status: 202,
    world: async () => {
      const { ref, base, sessionId, unlink, link } = await aShop();
      const { listId } = await aListIn(sessionId, number);
      return {
        path: `${base}/send`,
        ask: { json: { listId, message: "Halo" } },
        made: () => campaignsOf(ref),
        spoil: unlink,
        mend: link,
      };
    },
  },
  {
    name: "POST /send, then it is stopped and its list deleted",
    operationId: "sendCampaign",
    status: 202,
    world: async () => {
      const { ref, base, sessionId } = await aShop();
      const list = await aListIn(sessionId, number);
      return {
        path: `${base}/send`,
        ask: { json: { listId: list.listId, message: "Halo" } },
        made: () => campaignsOf(ref),
        spoil: async () => {
          for (const campaign of (await stores.campaigns(env()).page(ref, { limit: 1 })).items) {
            await stores.campaignChanges(env()).apply(campaign, "stop", { now: at().now() });
            await stores.lists(env()).removeUse(list, campaign.campaignId);
            await stores.listDeletions(env()).begin(list, at().now());
          }
        },
      };
    },
  },
  {
    name: "POST /schedule, then the session is logged out",
    operationId: "scheduleCampaign",
    status: 202,
    world: async () => {
      const { ref, base, sessionId, unlink, link } = await aShop();
      const { listId } = await aListIn(sessionId, number);
      const sendAt = new Date(at().now() + 24 * 60 * 60_000).toISOString();
      return {
        path: `${base}/schedule`,
        ask: { json: { listId, message: "Halo", sendAt } },
        made: () => campaignsOf(ref),
        spoil: unlink,
        mend: link,
      };
    },
  },
  {
    name: "POST retry, then the round is over and a person stopped the campaign",
    operationId: "retryCampaign",
    status: 202,
    world: async () => {
      const { ref, base, sessionId } = await aShop();
      const campaigns = stores.campaigns(env());
      const campaignChanges = stores.campaignChanges(env());
      const finished = { status: "completed", finishedAt: at().now(), expiresAt: at().now() + 1e10 } as const;
      const { listId } = await aListIn(sessionId, number);
      const campaign = aCampaign({ sessionId, listIds: [listId], ...finished });
      const { campaignId } = campaign;
      await campaignChanges.create(campaign, aBody());
      await stores.recipientClaims(env()).claim(aRecipient({ ...ref, campaignId, listId, number, state: "failed" }));
      return {
        path: `${base}/campaigns/${campaign.campaignId}/retry`,
        ask: { json: { statuses: ["failed"] } },
        made: async () => (await campaigns.find({ ...ref, campaignId: campaign.campaignId }))?.round ?? 0,
        spoil: async () => {
          if ((await campaigns.find(campaign))?.status !== "running") return;
          await campaignChanges.apply(campaign, "pause", { now: at().now(), by: aUlid(), pausedBecause: "user" });
        },
      };
    },
  },
];

import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../../aws/clients.ts";
import { envNames } from "../../../aws/names.ts";
import * as stores from "../../../aws/open.ts";
import { sessionKey } from "../../../aws/dynamodb/keys.ts";
import { mediaKeyOf } from "../../../core/content/media.ts";
import type { Session } from "../../../core/session/session.ts";
import type { Ask } from "../../e2e/client.ts";
import { aContact, aList, aMedia, aSession, aUlid } from "../../support/builders.ts";
import type { LambdasAtHand } from "../../support/api/lambdas.ts";

/** For each route with `Idempotency-Key` a place where it works, what a request makes there, and what may change. */

export interface World {
  readonly path: string;
  readonly ask: Ask;
  /** How often what the request asks for is there. */
  made(): Promise<number>;
  /** Makes a request that comes now one to refuse, or another one. */
  readonly spoil?: () => Promise<unknown>;
  readonly mend?: () => Promise<unknown>;
}

export const tenantId = "acme";
export const number = "628120000001";

export interface Case {
  readonly name: string;
  readonly operationId: string;
  readonly status: number;
  readonly world: () => Promise<World>;
}

/** What cases build their worlds with. */
export function placesOn(at: () => LambdasAtHand) {
  const env = () => at().env;
  const profileOf = (sessionId: string) => ({
    key: `profiles/acme/${sessionId}/1`,
    sha256: "0".repeat(64),
    savedAt: at().now(),
    previous: [],
  });
  const set = async (sessionId: string, name: "state" | "profile", value: unknown) => {
    await documentClient(env()).send(
      new UpdateCommand({
        TableName: env()[envNames.registryTable] ?? "",
        Key: sessionKey({ tenantId, sessionId }),
        UpdateExpression: value === undefined ? "REMOVE #name" : "SET #name = :value",
        ExpressionAttributeNames: { "#name": name },
        ...(value === undefined ? {} : { ExpressionAttributeValues: { ":value": value } }),
      }),
    );
  };
  let worlds = 0;
  /** A session of its own, which runs; its state and profile may be changed. */
  const aShop = async (changes: Partial<Session> = {}) => {
    const sessionId = `shop-${(worlds += 1)}`;
    const profile = profileOf(sessionId);
    const owner = { slot: 0, slotEpoch: 1 };
    const its = { tenantId, sessionId, state: "ready", profile, owner, wanted: true, createdAt: at().now() } as const;
    await stores.sessionDesk(env()).create(aSession({ ...its, ...changes }));
    return {
      ref: { tenantId, sessionId },
      sessionId,
      base: `/api/whatsapp/${sessionId}/broadcast`,
      disconnect: () => set(sessionId, "state", "disconnected"),
      connect: () => set(sessionId, "state", "ready"),
      unlink: () => set(sessionId, "profile", undefined),
      link: () => set(sessionId, "profile", profile),
    };
  };
  const aListIn = async (sessionId: string, ...numbers: readonly string[]) => {
    const list = aList({ sessionId, createdAt: at().now() });
    await stores.lists(env()).create(list);
    const its = { listId: list.listId, addedAt: at().now() - 1 };
    await stores.contactWriter(env()).saveMany(numbers.map((one) => aContact({ ...its, number: one })));
    return list;
  };
  const aFileIn = async (sessionId: string, purpose: "media" | "contacts", bytes: string) => {
    const filename = `med_${aUlid()}.${purpose === "media" ? "png" : "csv"}`;
    const contentType = purpose === "media" ? "image/png" : "text/csv";
    const media = aMedia({ sessionId, filename, contentType, purpose, state: "ready", sha256: "0".repeat(64) });
    await stores.mediaWriter(env()).create(media);
    await stores.files(env()).save(mediaKeyOf(media), Buffer.from(bytes), contentType);
    return {
      media,
      takeAway: async () => {
        await stores.mediaWriter(env()).remove(media, at().now());
        await stores.mediaWriter(env()).forget(media);
      },
      bringBack: () => stores.mediaWriter(env()).create(media),
    };
  };
  const directsOf = async (ref: { tenantId: string; sessionId: string }) =>
    (await stores.directs(env()).open(ref)).length;
  const campaignsOf = async (ref: { tenantId: string; sessionId: string }) =>
    (await stores.campaigns(env()).page(ref, { limit: 10 })).items.length;

  return { at, env, aShop, aListIn, aFileIn, directsOf, campaignsOf, next: () => (worlds += 1) };
}
export type Places = ReturnType<typeof placesOn>;

import type { Campaign, CampaignBody, CampaignSchedule } from "../../../core/campaign/campaign.ts";
import { defined } from "../../../core/defined.ts";
import { idOf } from "../../../core/ids.ts";
import type { Lacking } from "../../../core/campaign/plan/lacking-variables.ts";
import { isLinked, type Session } from "../../../core/session/session.ts";
import { minuteOf } from "../../../core/time/local-time.ts";
import { audienceOf, namedLists, partOfImports, type Audience } from "./audience.ts";
import { likelyMistakes } from "../../content/likely-mistakes.ts";
import { changedContent, namedContent, resolveContent, type CampaignContent } from "../../content/written-content.ts";
import type { ApiRequest } from "../../edge/request.ts";
import type { Services } from "../../edge/services.ts";
import type { Warning } from "../../edge/warnings.ts";
import type { ListImports } from "./list-imports.ts";
import { assertPageSends, notConnected } from "../../sessions/not-connected.ts";
import { listsOfRemainder, remainderOf, type Remainder } from "./remainder.ts";
import type * as routes from "../../routes/campaigns.ts";
import { lackedIn } from "./lacked-in.ts";

/** What a request would make, checked as far as that can be without doing any of it. */

export type WrittenCampaign = Omit<ApiRequest<typeof routes.sendCampaign>["body"], "allowDuplicate" | "dryRun">;

export interface CampaignPlan extends Pick<Audience, "lists" | "usedBy"> {
  readonly campaign: Campaign;
  readonly content: CampaignContent;
  /** But for equal ones, which are sought once it is there. */
  readonly warnings: readonly Warning[];
}

/**
 * @param when absent: now
 * @throws NamedError of what stands in the way of a send
 */
export async function planCampaign(
  services: Pick<
    Services,
    "campaigns" | "progress" | "recipients" | "media" | "templates" | "lists" | "contacts" | "imports" | "clock"
  >,
  session: Session,
  body: WrittenCampaign,
  { when, now, ulid }: { readonly when: CampaignSchedule | undefined; readonly now: number; readonly ulid: string },
): Promise<CampaignPlan> {
  if (!isLinked(session)) throw notConnected(session);
  const rest = body.remainderOf === undefined ? undefined : await remainderOf(services, session, body.remainderOf, now);
  const named = rest === undefined ? namedLists(body) : listsOfRemainder(rest, namedLists(body));
  const content =
    rest === undefined ? await resolveContent(services, session, body) : await contentOfRemainder(services, rest, body);
  if (when === undefined) assertPageSends(session, { withFile: content.body.media !== undefined });
  const asked = { sends: when === undefined ? "now" : "later", allowPartial: body.allowPartial === true } as const;
  const { total, lists, waits, imports, usedBy } = await audienceOf(services, session, named, asked, now);
  const lacked = waits ? [] : await lackedIn(services, content.body, lists, pointerOf(body));
  const launchedAt = rest?.first.launchedAt ?? Math.max(now, imports.endedAt);
  const campaign: Campaign = defined({
    tenantId: session.tenantId,
    sessionId: session.sessionId,
    campaignId: idOf("campaign", ulid),
    name: body.name ?? rest?.first.name ?? `Broadcast ${minuteOf(now, session.timezone ?? "UTC")}`,
    ...(when === undefined
      ? { status: "running", launchedAt, startedAt: now }
      : { status: "scheduled", schedule: when }),
    ...(asked.allowPartial ? { allowPartial: true } : {}),
    ...named,
    createdAt: now,
    sender: session.number,
    total: rest === undefined ? total : Math.min(total, rest.notReached),
    remainderOf: rest?.remainderOf,
    pacing: body.pacing === undefined ? rest?.first.pacing : defined(body.pacing),
    quietHours: body.quietHours ?? rest?.first.quietHours,
    ...namedContent(content),
  });
  const warnings = await warningsOf(services, campaign, content.body, imports, lacked);
  return { campaign, content, lists, usedBy, warnings };
}

/** What a broadcast is taken with all the same. */
export const warningsOf = async (
  services: Pick<Services, "contacts">,
  campaign: Campaign,
  body: CampaignBody | undefined,
  imports: ListImports,
  lacked: readonly Lacking[],
): Promise<readonly Warning[]> => [
  ...partOfImports(campaign, imports),
  ...(await likelyMistakes(services, campaign, body?.media)),
  ...lacking(lacked),
];

/** What some contacts lack. */
export const lacking = (lacked: readonly Lacking[]): readonly Warning[] =>
  lacked.map((one) => ({ code: "missing_variable", ...one }));

/** The field that the text came in. */
const pointerOf = (body: WrittenCampaign): string =>
  body.templateId !== undefined ? "/templateId" : body.message !== undefined ? "/message" : "/remainderOf";

/** What the first said, as far as the request does not say otherwise. */
const contentOfRemainder = async (
  services: Pick<Services, "campaigns" | "media" | "templates">,
  { first, body: stands }: Remainder,
  body: Parameters<typeof changedContent>[2],
): Promise<CampaignContent> =>
  (await changedContent(services, first, body)) ?? { body: stands, bodyHash: first.bodyHash };

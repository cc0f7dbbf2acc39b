import type { Campaign } from "../../core/campaign/campaign.ts";
import { idOf } from "../../core/ids.ts";
import { listsNow } from "./plan/audience.ts";
import { setGoing, type LifePorts } from "./life.ts";
import type { ApiAnswer, ApiRequest } from "../edge/request.ts";
import type { Services } from "../edge/services.ts";
import { isoTime } from "../edge/views.ts";
import { equalWithinAnHour } from "./plan/equal-sends.ts";
import { lackedIn } from "./plan/lacked-in.ts";
import { importsInto } from "./plan/list-imports.ts";
import { warningsOf } from "./plan/plan.ts";
import type * as routes from "../routes/campaigns.ts";
import { warningsIn, type Warning } from "../edge/warnings.ts";

/** What is answered of a campaign that a request made, in this try or in an earlier one. */

type MadeRequest = Pick<ApiRequest<typeof routes.sendCampaign>, "session" | "now" | "ulid">;

export interface Made {
  readonly campaign: Campaign;
  readonly warnings: readonly Warning[];
}

type Say = ApiRequest["say"];

export const sendAnswer = (
  { campaign: { campaignId, status, total }, warnings }: Made,
  say: Say,
): ApiAnswer<typeof routes.sendCampaign> => ({
  status: 202,
  body: { data: { campaignId, status, total }, ...warningsIn(warnings, say) },
});

export function scheduleAnswer({ campaign, warnings }: Made, say: Say): ApiAnswer<typeof routes.scheduleCampaign> {
  const { campaignId, status, total, schedule, createdAt } = campaign;
  const { sendAt, timezone = "UTC" } = schedule ?? { sendAt: createdAt };
  return {
    status: 202,
    body: { data: { campaignId, status, total, sendAt: isoTime(sendAt), timezone }, ...warningsIn(warnings, say) },
  };
}

/** The campaign that an earlier try made under this ulid, however far it is and even if it was deleted since. */
export async function findMade(
  services: LifePorts & Pick<Services, "logger">,
  { session, now, ulid }: MadeRequest,
): Promise<Made | undefined> {
  const ref = { ...session, campaignId: idOf("campaign", ulid) };
  const campaign = await services.campaigns.find(ref);
  if (campaign === undefined) return undefined;
  await setGoing(services, campaign, now);
  const imports = await importsInto(services, campaign, now);
  const equal = await equalWithinAnHour(services, campaign, []);
  const body = await services.campaigns.body(campaign);
  const lacked = body === undefined ? [] : await lackedIn(services, body, await listsNow(services, campaign));
  return { campaign, warnings: [...equal, ...(await warningsOf(services, campaign, body, imports, lacked))] };
}

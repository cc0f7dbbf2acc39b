import * as stores from "../../aws/open.ts";
import { campaignReport } from "./campaign-report.ts";
import { getCampaignOf } from "../campaigns/view.ts";
import { serve } from "../edge/http.ts";
import { implementWith } from "../edge/request.ts";
import { answerExport } from "./export-answer.ts";
import * as routes from "../routes/recipients.ts";

const implement = implementWith({
  sessions: stores.sessions,
  campaigns: stores.campaigns,
  progress: stores.progress,
  contacts: stores.contacts,
  recipients: stores.recipients,
  files: stores.files,
  jobs: stores.jobs,
});

const exportCampaign = implement(routes.exportCampaign)(async ({ session: ref, params, query }, services) => {
  const { campaign } = await getCampaignOf(services, ref, params);
  const { tenantId, sessionId, campaignId } = campaign;
  const bom = query.bom === "true";
  const job = { kind: "export_campaign", tenantId, sessionId, campaignId, bom } as const;
  return await answerExport(services, campaignReport(services, campaign, bom), job);
});

export const handler = serve([exportCampaign]);

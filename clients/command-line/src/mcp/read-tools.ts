import * as z from "zod";
import type { Client } from "../../../typescript/src/index.ts";

/** What a model may read: a tool for each thing that the API answers, which changes nothing. */

export interface ReadTool {
  readonly name: string;
  /** Of the API; the test that all of those which read are here goes by it. */
  readonly operation: keyof Client;
  readonly description: string;
  readonly input: z.ZodRawShape;
}

const paged = {
  limit: z.number().int().min(1).max(100).optional().describe("rows of this page, 20 when absent"),
  cursor: z.string().optional().describe("nextCursor of the page before"),
};
const searched = { ...paged, search: z.string().optional().describe("part of a name, number or field") };
export const session = { sessionId: z.string().describe("id of the linked account, see list_sessions") };
const list = { ...session, listId: z.string().describe("lst_...") };
const campaign = { ...session, campaignId: z.string().describe("cmp_...") };
const days = {
  from: z.string().optional().describe("first day, 2027-01-31"),
  to: z.string().optional().describe("last day"),
};

const tool = (name: string, operation: keyof Client, description: string, input: z.ZodRawShape = {}): ReadTool => ({
  name,
  operation,
  description,
  input,
});

export const readTools: readonly ReadTool[] = [
  tool("get_key", "getOwnApiKey", "What the key of this server may do, and whether messages go to the real WhatsApp."),
  tool("get_overview", "getOverview", "What runs now, what was sent today, and what waits for a person."),
  tool("list_sessions", "listSessions", "The linked WhatsApp accounts: state, number, settings.", searched),
  tool("get_session", "getSession", "One linked account.", session),
  tool("get_status", "getStatus", "Whether an account is connected now.", session),
  tool("get_stats", "getStats", "Totals and rates of an account's broadcasts, by day.", { ...session, ...days }),
  tool("list_lists", "listLists", "Contact lists with their sizes.", { ...session, ...searched }),
  tool("get_list", "getList", "One contact list.", list),
  tool("list_contacts", "listContacts", "Contacts of a list.", {
    ...list,
    ...searched,
    status: z.enum(["active", "opted_out", "not_on_whatsapp"]).optional(),
  }),
  tool("get_contact", "getContact", "One contact, with the campaigns that wrote to it.", {
    ...list,
    number: z.string().describe("digits, 628123456789"),
  }),
  tool("list_imports", "listImports", "Imports into a list.", { ...list, ...paged }),
  tool("get_import", "getImport", "One import: how the file was read, what was rejected and why.", {
    ...list,
    importId: z.string().describe("imp_..."),
  }),
  tool("list_templates", "listTemplates", "Kept texts with their variables.", { ...session, ...searched }),
  tool("get_template", "getTemplate", "One kept text.", { ...session, templateId: z.string().describe("tpl_...") }),
  tool("list_files", "listUploads", "Pictures and other files that campaigns may send.", { ...session, ...paged }),
  tool("get_file", "getUpload", "One file and its state.", { ...session, filename: z.string() }),
  tool("list_campaigns", "listCampaigns", "Broadcasts, the newest first, with live counts.", {
    ...session,
    ...searched,
    ...days,
    status: z.string().optional().describe("scheduled, running, paused, completed, stopped; several by comma"),
  }),
  tool(
    "get_campaign",
    "getCampaign",
    "One broadcast: state, counts, rates, expected end, and what it sends.",
    campaign,
  ),
  tool("list_recipients", "listRecipients", "Who got a broadcast, who not and why.", {
    ...campaign,
    ...searched,
    status: z.string().optional().describe("sent, delivered, read, replied, failed, skipped, in_doubt or notReached"),
  }),
  tool("get_message", "getMessage", "One direct message.", { ...session, id: z.string().describe("msg_...") }),
  tool("list_opt_outs", "listOptOuts", "Numbers that get no broadcast.", searched),
  tool("get_sending", "getSending", "Whether sending is halted, by whom and why."),
  tool("list_webhooks", "listWebhooks", "Webhooks, without their secrets. Needs a key with admin.", paged),
  tool("get_webhook", "getWebhook", "One webhook.", { webhookId: z.string().describe("whk_...") }),
  tool("list_deliveries", "listDeliveries", "What was sent to a webhook and what its receiver answered.", {
    webhookId: z.string().describe("whk_..."),
    ...paged,
  }),
  tool("list_api_keys", "listApiKeys", "API keys without their secrets. Needs a key with admin.", paged),
  tool("list_audit", "listAudit", "Who changed what and when. Needs a key with admin.", paged),
  tool("list_tenants", "listTenants", "For the operator's key: tenants.", paged),
  tool("list_workers", "listWorkers", "For the operator's key: workers and their sessions.", paged),
];

import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import * as z from "zod";
import type { Content } from "../commands/content.ts";
import { sendOnce } from "../commands/send-once.ts";
import type { Context } from "../context.ts";
import { CommandError, exitCodes } from "../failure.ts";
import { answered } from "./answered.ts";
import { tokenLifeMs, type Draft, type Drafts } from "./drafts.ts";
import { session } from "./read-tools.ts";

const content = {
  ...session,
  listIds: z.array(z.string()).min(1).describe("lists to write to, lst_..."),
  excludeListIds: z.array(z.string()).optional().describe("lists whose contacts get nothing"),
  name: z.string().optional().describe("what the campaign is called"),
  message: z.string().optional().describe("the text, with {{ name }} and fields of contacts; or templateId"),
  templateId: z.string().optional().describe("a kept text, tpl_..."),
  variables: z.record(z.string(), z.string()).optional().describe("values for variables that no contact has"),
  media: z.object({ filename: z.string() }).optional().describe("a file of list_files"),
  pacing: z
    .object({
      minGapMs: z.number().int().optional(),
      maxGapMs: z.number().int().optional(),
      perMinute: z.number().int().optional(),
      perHour: z.number().int().optional(),
      perDay: z.number().int().optional(),
    })
    .optional(),
  quietHours: z.object({ from: z.string(), to: z.string(), timezone: z.string() }).optional(),
};

interface Parts {
  readonly allowSend: boolean;
  readonly drafts: Drafts;
}

const previewed = 3;

export function addCampaignTools(server: McpServer, context: Context, { allowSend, drafts }: Parts): void {
  server.registerTool(
    "draft_campaign",
    {
      description:
        "Prepare a broadcast and see its text as the first contacts get it. Nothing is sent or kept in the API.",
      inputSchema: content,
      annotations: { readOnlyHint: true },
    },
    ({ sessionId, ...body }) =>
      answered(context, async () => {
        const shop = (await context.client()).session(sessionId);
        const { listIds, message, templateId, variables } = body;
        const of = { listId: listIds[0] ?? "", limit: previewed, ...(variables === undefined ? {} : { variables }) };
        const preview =
          message !== undefined
            ? (await shop.previewMessage({ ...of, message })).data
            : templateId !== undefined
              ? (await shop.previewTemplate({ ...of, templateId })).data
              : [];
        const { draftId } = drafts.add(sessionId, withoutUndefined(body));
        return { draftId, preview, next: "dry_run_campaign" };
      }),
  );
  server.registerTool(
    "dry_run_campaign",
    {
      description:
        "Count who would get a drafted broadcast, who not and why, and when it would end. Sends nothing. Answers the token that send_campaign wants.",
      inputSchema: { draftId: z.string() },
      annotations: { readOnlyHint: true },
    },
    ({ draftId }) =>
      answered(context, async () => {
        const draft = drafts.find(draftId);
        if (draft === undefined)
          throw refused("DRAFT_NOT_FOUND", `there is no draft ${draftId}`, "draft_campaign makes one");
        const { data, warnings = [] } = await dryRun(context, draft);
        const dryRunToken = drafts.check(draft, data.willSend, Date.now());
        return { ...data, warnings, dryRunToken, tokenHoldsMinutes: tokenLifeMs / 60_000, mayBeSentHere: allowSend };
      }),
  );
  if (!allowSend) return;
  server.registerTool(
    "send_campaign",
    {
      description:
        "Send a broadcast that was dry-run, to real people, for good. Only after the person has agreed to this text and this number of recipients. Repeated within a day it sends nothing more.",
      inputSchema: {
        dryRunToken: z.string().describe("of the latest dry_run_campaign"),
        confirmRecipients: z.number().int().describe("willSend of that dry run, as the person agreed to it"),
      },
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
    },
    ({ dryRunToken, confirmRecipients }) =>
      answered(context, async () => {
        const draft = confirmed(drafts, dryRunToken, confirmRecipients);
        // Contacts may have come since the person agreed.
        const { willSend } = (await dryRun(context, draft)).data;
        if (willSend !== confirmRecipients) {
          throw refused(
            "AUDIENCE_CHANGED",
            `${willSend} contacts would get it by now, ${confirmRecipients} were agreed to`,
            "dry_run_campaign anew, and ask the person again",
          );
        }
        const { sessionId, body } = draft;
        const shop = (await context.client()).session(sessionId);
        const { sent, isRepeat } = await sendOnce(
          context,
          { kind: "send", sessionId, identity: body, body, again: false },
          (first, idempotencyKey) => shop.sendCampaign({ ...first, dryRun: false }, { idempotencyKey }),
        );
        return { ...sent.data, warnings: sent.warnings ?? [], repeated: isRepeat };
      }),
  );
}

function confirmed(drafts: Drafts, token: string, recipients: number): Draft {
  const draft = drafts.byToken(token);
  const { checked } = draft ?? {};
  if (draft === undefined || checked === undefined || Date.now() - checked.at > tokenLifeMs) {
    throw refused("DRY_RUN_OVER", "this token is of no dry run of the last minutes", "dry_run_campaign answers one");
  }
  if (checked.willSend !== recipients) {
    throw refused(
      "COUNT_NOT_CONFIRMED",
      `confirmRecipients came as ${recipients}, wanted ${checked.willSend} as the dry run counted`,
      "tell the person the right number and ask again",
    );
  }
  return draft;
}

const dryRun = async (context: Context, { sessionId, body }: Draft) =>
  await (await context.client()).session(sessionId).sendCampaign({ ...body, dryRun: true });

const refused = (code: string, message: string, hint: string): CommandError =>
  new CommandError(message, { code, exitCode: exitCodes.refused, hint });

const withoutUndefined = (body: object): Content["body"] =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));

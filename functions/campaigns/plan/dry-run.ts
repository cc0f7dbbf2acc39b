import { processingTime } from "../../../aws/processing-time.ts";
import { audiencePages } from "../../../core/campaign/audience.ts";
import type { CampaignBody } from "../../../core/campaign/campaign.ts";
import { contactStatus, type Contact } from "../../../core/contact/contact.ts";
import { DryRunTally, type DryRun, type Made } from "../../../core/campaign/plan/dry-run.ts";
import { valuesFor } from "../../../core/content/message-template.ts";
import { RenderTime } from "../../../core/content/render-time.ts";
import { isTemplateProblem, parseTemplate } from "../../../core/content/template.ts";
import type { CampaignPlan } from "./plan.ts";
import type { Services } from "../../edge/services.ts";
import { writtenTo } from "./written-to.ts";

/** An HTTP API waits 30 s at most, and the rest of the request takes its part. */
const readForMs = 15_000;
const mostContacts = 20_000;

/**
 * What a planned campaign would do, as far as that can be read in time. Nothing is written.
 *
 * @param timezone of the session
 */
export async function dryRun(
  services: Pick<Services, "campaigns" | "contacts" | "recipients" | "optOuts" | "persons" | "clock" | "lists">,
  { campaign, content, lists }: CampaignPlan,
  now: number,
  timezone?: string,
): Promise<DryRun> {
  const { clock } = services;
  const startedAt = clock.elapsed();
  const tally = new DryRunTally();
  const make = makerOf(content.body, timezone);
  const isOver = () => tally.counted >= mostContacts || clock.elapsed() - startedAt >= readForMs;
  const expected = lists.reduce((sum, { contactCount }) => sum + contactCount, 0);
  for await (const { members, read } of audiencePages(services, campaign, undefined)) {
    const contacts = members.map(({ contact }) => contact);
    const fresh = contacts.filter(({ number }) => !tally.has(number)).map(({ number }) => number);
    const [optedOut, known] = await Promise.all([
      services.optOuts.findMany(campaign.tenantId, fresh),
      services.persons.glimpse(campaign.tenantId, fresh, now),
    ]);
    const reached = await writtenTo(services, campaign, known, now);
    tally.skip("left_out", read - contacts.length);
    // Texts that take long would hold up what shares this process.
    const time = new RenderTime(processingTime);
    for (const contact of contacts) {
      if (time.isOver || isOver()) return tally.result(false, expected);
      const { number } = contact;
      const { onWhatsApp = true, others = [] } = known.get(number)?.known ?? {};
      const status = contactStatus({ optedOut: optedOut.has(number), notOnWhatsApp: !onWhatsApp });
      tally.add({ number, status, others, isWrittenTo: reached.has(number) }, () => make(contact, time));
    }
    // The lists may hold no more than that.
    if (isOver()) return tally.result(tally.counted >= expected, expected);
  }
  return tally.result(true, expected);
}

/** As the worker makes a text: a file may go without one. */
function makerOf(
  { text, variables }: CampaignBody,
  timezone: string | undefined,
): (contact: Contact, time: RenderTime) => Made {
  if (text === "") return () => ({ ok: true });
  const template = parseTemplate(text);
  if (isTemplateProblem(template)) throw new Error("the text of the campaign can't be read");
  return (contact, time) => {
    const values = valuesFor(variables, contact);
    const msLeft = time.ofText();
    const rendered = template.render(values, msLeft, timezone);
    if (rendered.ok) return rendered;
    const { reason } = rendered;
    const missing = reason === "missing_variable" ? template.missing(values, msLeft, timezone) : [];
    return { ok: false, reason, missing };
  };
}

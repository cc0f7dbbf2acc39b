import { allowedActions, type Campaign, type PersonAction } from "../../core/campaign/campaign.ts";
import { NamedError } from "../../core/errors.ts";
import { hasOtherNumber, senderOf } from "../../core/campaign/sender.ts";
import type { Services } from "../edge/services.ts";

/**
 * The number that the campaign goes from once it goes on, where that is known.
 * @throws NamedError NUMBER_CHANGED when it is another one than before, and not accepted
 */
export async function acceptedSender(
  { sessions }: Pick<Services, "sessions">,
  campaign: Campaign,
  action: PersonAction,
  accepted = false,
): Promise<string | undefined> {
  if (!allowedActions(campaign.status).includes(action)) return undefined;
  const session = await sessions.find(campaign);
  if (session === undefined) return undefined;
  const { number = "" } = session;
  const sender = senderOf(campaign, session);
  if (!hasOtherNumber(campaign, session)) return sender;
  if (accepted) return number;
  throw new NamedError("NUMBER_CHANGED", "the session is linked to another number than the campaign goes from", {
    facts: { sender: sender ?? "", number },
    members: { sender, number },
  });
}

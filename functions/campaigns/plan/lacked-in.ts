import type { CampaignBody } from "../../../core/campaign/campaign.ts";
import type { Lacking } from "../../../core/campaign/plan/lacking-variables.ts";
import type { ContactList } from "../../../core/contact/list.ts";
import type { Services } from "../../edge/services.ts";

/**
 * The variables of a text that some contacts of the lists lack. Reading a text is loaded where one has variables.
 *
 * @param pointer the field that the text came in; absent: of a broadcast that is there, of which nothing is refused any more
 * @throws NamedError UNKNOWN_VARIABLE for what no contact has
 */
export async function lackedIn(
  services: Pick<Services, "contacts">,
  said: Pick<CampaignBody, "text" | "variables">,
  lists: readonly ContactList[],
  pointer?: string,
): Promise<readonly Lacking[]> {
  if (!/\{[{%]/.test(said.text)) return [];
  const { lackedVariables } = await import("./lacked-variables.ts");
  return await lackedVariables(services, said, lists, pointer);
}

import * as stores from "../../aws/open.ts";
import { implementWith } from "../edge/request.ts";

/** For handlers of the contacts of lists, which are one Lambda. */
export const implement = implementWith({
  sessions: stores.sessions,
  lists: stores.lists,
  contacts: stores.contacts,
  contactWriter: stores.contactWriter,
  formerContacts: stores.formerContacts,
  optOuts: stores.optOuts,
  persons: stores.persons,
  recipients: stores.recipients,
  campaigns: stores.campaigns,
});

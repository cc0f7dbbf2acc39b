import { ids, ofTheRest, times } from "./common-words.ts";
import { ofImports, ofMessages, ofPeople } from "./content-words.ts";
import type { FieldWords } from "./field-word.ts";
import { ofSending } from "./sending-words.ts";

/**
 * What a member or parameter of a name is, and an example of it. One word has one meaning, so most stand here once; a
 * member that means something else in one place is named with its parent (`rates.read`), its component (`Campaign.name`),
 * its operation (`createUpload.url`) or its resource (`webhooks/url`), or says so itself in its route.
 */
export const fieldWords: FieldWords = {
  ...ids,
  ...ofPeople,
  ...ofMessages,
  ...ofSending,
  ...ofImports,
  ...ofTheRest,
  ...times,
};

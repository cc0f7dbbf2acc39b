import * as campaign from "../../../../console/src/areas/campaign/words.ts";
import * as compose from "../../../../console/src/areas/compose/words.ts";
import * as imports from "../../../../console/src/areas/imports/words.ts";
import * as lists from "../../../../console/src/areas/lists/words.ts";
import * as phone from "../../../../console/src/areas/phone/words.ts";
import * as report from "../../../../console/src/areas/report/words.ts";
import * as sessions from "../../../../console/src/areas/sessions/words.ts";
import * as templates from "../../../../console/src/areas/templates/words.ts";
import * as files from "../../../../console/src/parts/files/words.ts";
import * as message from "../../../../console/src/parts/message/words.ts";
import * as common from "../../../../console/src/words/common.ts";

/** What the console says, for a person who looks for it in either language. */

const areas = { campaign, common, compose, files, imports, lists, message, phone, report, sessions, templates };

export type Words = { readonly [Area in keyof typeof areas]: (typeof areas)[Area]["id"] };

export const wordsIn = (language: "id" | "en"): Words =>
  Object.fromEntries(Object.entries(areas).map(([area, words]) => [area, words[language]])) as unknown as Words;

/** A sentence with what it leaves open. */
export const filled = (sentence: string, values: Readonly<Record<string, string | number>>): string =>
  sentence.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ""));

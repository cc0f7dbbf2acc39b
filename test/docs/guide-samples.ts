import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Which guides there are in docs/guide, and in which languages. */

export const guideLanguages = ["en", "id"] as const;
export type GuideLanguage = (typeof guideLanguages)[number];

const folder = (language: GuideLanguage): string => join("docs", "guide", language);

/** The index first, then the guides as it numbers them. */
export function guidesOf(language: GuideLanguage): readonly string[] {
  const index = readFileSync(join(folder(language), "README.md"), "utf8");
  const numbered = [...index.matchAll(/^\d\. \[.*?\]\((.*?)\)/gm)].map(([, file = ""]) => file);
  return ["README.md", ...numbered].map((file) => join(folder(language), file));
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fencesOf } from "./markdown.ts";

/** The samples of docs/guide: those of one programming language, in the order of the guides, are one program. */

export const guideLanguages = ["en", "id"] as const;
export type GuideLanguage = (typeof guideLanguages)[number];
export type SampleKind = "sh" | "js" | "python" | "php";

const folder = (language: GuideLanguage): string => join("docs", "guide", language);

/** The index first, then the guides as it numbers them. */
export function guidesOf(language: GuideLanguage): readonly string[] {
  const index = readFileSync(join(folder(language), "README.md"), "utf8");
  const numbered = [...index.matchAll(/^\d\. \[.*?\]\((.*?)\)/gm)].map(([, file = ""]) => file);
  return ["README.md", ...numbered].map((file) => join(folder(language), file));
}

const usualUrl = "http://127.0.0.1:3000";
const fencesIn = (language: GuideLanguage) =>
  guidesOf(language).flatMap((file) => fencesOf(readFileSync(file, "utf8")));

/**
 * @param session stands in for `shop`, so that several run beside each other
 * @param url of the API
 * @param hook what the webhook of the samples calls
 */
export function guideProgram(
  language: GuideLanguage,
  kind: SampleKind,
  { session, url, hook }: { readonly session: string; readonly url: string; readonly hook: string },
): string {
  const samples = fencesIn(language).filter(({ info }) => info === kind);
  const program = samples.map(({ text }) => text).join("\n");
  if (!program.includes(usualUrl)) throw new Error(`the ${kind} samples have no ${usualUrl}`);
  return program
    .replaceAll(/(?<=sessions\/)shop\b|\bshop\b(?=["'/])/g, session)
    .replaceAll(usualUrl, url)
    .replaceAll("https://hooks.example.com/whatsapp", hook);
}

/** A receiver of webhooks, which listens on another port than it does in the guide. */
export function guideReceiver(language: GuideLanguage, file: string, port: number): string {
  const receiver = fencesIn(language).find(({ info }) => info.endsWith(` ${file}`))?.text;
  if (receiver === undefined) throw new Error(`the guides have no ${file}`);
  return receiver.replaceAll("8080", String(port));
}

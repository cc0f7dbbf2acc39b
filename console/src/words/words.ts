import i18n from "i18next";
import { initReactI18next } from "react-i18next";
import { keepLanguage, languageNow, type Language } from "./language.ts";
import * as common from "./common.ts";

export async function startWords(): Promise<void> {
  const language = languageNow();
  document.documentElement.lang = language;
  await i18n.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    ns: ["common"],
    defaultNS: "common",
    resources: { en: { common: common.en }, id: { common: common.id } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  for (const [area, words] of early.splice(0)) addWords(area, words);
}

interface Words {
  readonly en: object;
  readonly id: object;
}
/** Of areas whose pages come with the frame: there before the words are started. */
const early: (readonly [area: string, words: Words])[] = [];

/** The words of an area come with its first page. */
export function addWords(area: string, words: Words): void {
  if (!i18n.isInitialized) {
    early.push([area, words]);
    return;
  }
  i18n.addResourceBundle("en", area, words.en);
  i18n.addResourceBundle("id", area, words.id);
}

export async function changeLanguage(language: Language): Promise<void> {
  keepLanguage(language);
  document.documentElement.lang = language;
  await i18n.changeLanguage(language);
}

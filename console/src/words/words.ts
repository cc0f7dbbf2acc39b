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
}

/** The words of an area come with its first page. */
export function addWords(area: string, { en, id }: { readonly en: object; readonly id: object }): void {
  i18n.addResourceBundle("en", area, en);
  i18n.addResourceBundle("id", area, id);
}

export async function changeLanguage(language: Language): Promise<void> {
  keepLanguage(language);
  document.documentElement.lang = language;
  await i18n.changeLanguage(language);
}

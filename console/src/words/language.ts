export const languages = { id: "Bahasa Indonesia", en: "English" } as const;
export type Language = keyof typeof languages;

const name = "whatsapp-broadcast.language";
const isLanguage = (text: string | null): text is Language => text !== null && text in languages;

/** The language that the page is read in: as it was chosen here, else as the browser's first one that the page has. */
export function languageNow(): Language {
  const chosen = localStorage.getItem(name);
  if (isLanguage(chosen)) return chosen;
  const own = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => isLanguage(tag));
  return own ?? "en";
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(name, language);
}

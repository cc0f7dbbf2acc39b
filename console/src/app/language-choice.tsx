import { Button, Menu } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { languages, type Language } from "../words/language.ts";
import { changeLanguage } from "../words/words.ts";

/** The language of the page and of the API's sentences in it. */
export function LanguageChoice() {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const choose = async (language: Language): Promise<void> => {
    await changeLanguage(language);
    await queries.invalidateQueries();
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="subtle" color="gray" px="xs" aria-label={`${t("language")}: ${i18n.language.toUpperCase()}`}>
          {i18n.language.toUpperCase()}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(languages) as Language[]).map((language) => (
          <Menu.Item
            key={language}
            lang={language}
            aria-current={language === i18n.language}
            onClick={() => void choose(language)}
          >
            {languages[language]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

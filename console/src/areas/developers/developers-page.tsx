import { Tabs } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useAreRightsKnown, useRights } from "../../api/rights.ts";
import { Nothing, Page, Waiting } from "../../parts/page.tsx";
import { addWords } from "../../words/words.ts";
import { Audit } from "./audit.tsx";
import { Keys } from "./keys.tsx";
import { Webhooks } from "./webhooks.tsx";
import * as words from "./words.ts";

addWords("developers", words);

const tabs = ["keys", "webhooks", "audit"] as const;

interface DevelopersPageProps {
  readonly params: { readonly tab?: string };
}

/** How do I connect? */
export default function DevelopersPage({ params }: DevelopersPageProps) {
  const { t } = useTranslation("developers");
  const { isAdmin } = useRights();
  const areKnown = useAreRightsKnown();
  const [, go] = useLocation();
  const tab = tabs.find((name) => name === params.tab) ?? "keys";
  return (
    <Page title={t("title")}>
      {!areKnown && <Waiting />}
      {areKnown && !isAdmin && <Nothing>{t("notYours")}</Nothing>}
      {isAdmin && (
        <Tabs
          value={tab}
          onChange={(chosen) => {
            go(`/developers/${chosen ?? "keys"}`);
          }}
          keepMounted={false}
        >
          <Tabs.List mb="md">
            {tabs.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {t(`tabs.${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="keys">
            <Keys />
          </Tabs.Panel>
          <Tabs.Panel value="webhooks">
            <Webhooks />
          </Tabs.Panel>
          <Tabs.Panel value="audit">
            <Audit />
          </Tabs.Panel>
        </Tabs>
      )}
    </Page>
  );
}

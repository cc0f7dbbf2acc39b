import { Button, SegmentedControl } from "@mantine/core";
import { IconCalendar, IconSend, IconTable } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useRights } from "../../api/rights.ts";
import { Page } from "../../parts/page.tsx";
import { useAddress } from "../../parts/address.ts";
import { addWords } from "../../words/words.ts";
import { CampaignCalendar } from "./campaign-calendar.tsx";
import { CampaignTable } from "./campaign-table.tsx";
import * as words from "./words.ts";

addWords("campaigns", words);

/** What ran, runs and will run. */
export default function Campaigns({ params: { sessionId } }: { readonly params: { readonly sessionId: string } }) {
  const { t } = useTranslation("campaigns");
  const { mayWrite } = useRights();
  const [member, setMembers] = useAddress();
  const isCalendar = member("view") === "calendar";
  return (
    <Page
      title={t("title")}
      actions={
        <>
          <SegmentedControl
            aria-label={t("view")}
            value={isCalendar ? "calendar" : "table"}
            onChange={(view) => {
              setMembers({ view: view === "calendar" ? view : "" });
            }}
            data={[
              { value: "table", label: <Choice icon={<IconTable size={16} aria-hidden />}>{t("table")}</Choice> },
              {
                value: "calendar",
                label: <Choice icon={<IconCalendar size={16} aria-hidden />}>{t("calendar")}</Choice>,
              },
            ]}
          />
          {mayWrite && (
            <Button component={Link} href={`/s/${sessionId}/compose`} leftSection={<IconSend size={16} aria-hidden />}>
              {t("create")}
            </Button>
          )}
        </>
      }
    >
      {isCalendar ? <CampaignCalendar sessionId={sessionId} /> : <CampaignTable sessionId={sessionId} />}
    </Page>
  );
}

function Choice({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
  return (
    <span style={{ display: "inline-flex", alignItems: "center", gap: 6 }}>
      {icon}
      {children}
    </span>
  );
}

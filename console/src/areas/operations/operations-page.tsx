import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAreRightsKnown, useRights } from "../../api/rights.ts";
import { Nothing, Page, Waiting } from "../../parts/page.tsx";
import { addWords } from "../../words/words.ts";
import { Sending } from "./sending.tsx";
import { Tenants } from "./tenants.tsx";
import { Workers } from "./workers.tsx";
import * as words from "./words.ts";

addWords("operations", words);

/** Is the deployment well? For the operator's key; an admin of a tenant sees the switch of its own tenant. */
export default function OperationsPage() {
  const { t } = useTranslation("operations");
  const { isAdmin, isOperator } = useRights();
  const areKnown = useAreRightsKnown();
  return (
    <Page title={t("title")}>
      {!areKnown && <Waiting />}
      {areKnown && !isAdmin && <Nothing>{t("notYours")}</Nothing>}
      {isAdmin && (
        <Stack gap="xl">
          <Sending />
          {isOperator && <Workers />}
          {isOperator && <Tenants />}
        </Stack>
      )}
    </Page>
  );
}

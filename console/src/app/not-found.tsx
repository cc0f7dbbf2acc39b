import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Nothing, Page } from "../parts/page.tsx";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t("failed.notFound")}>
      <Nothing
        action={
          <Button component={Link} href="/">
            {t("failed.home")}
          </Button>
        }
      >
        {t("failed.notFound")}
      </Nothing>
    </Page>
  );
}

import { Page, Nothing } from "../../parts/page.tsx";
import { useTranslation } from "react-i18next";

export default function Home() {
  const { t } = useTranslation();
  return (
    <Page title={t("nav.home")}>
      <Nothing />
    </Page>
  );
}

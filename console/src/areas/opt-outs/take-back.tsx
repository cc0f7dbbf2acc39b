import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ConfirmButton } from "../../parts/confirm.tsx";
import { tellDone } from "../../parts/notices.tsx";

interface TakeBackProps {
  readonly number: string;
  /** As people write it. */
  readonly written: string;
  readonly time: string;
}

/** Only where the person asked for it. */
export function TakeBack({ number, written, time }: TakeBackProps) {
  const { t } = useTranslation("opt-outs");
  const queries = useQueryClient();
  return (
    <ConfirmButton
      size="xs"
      aria-label={t("takeBackOf", { number: written })}
      title={t("takeBackTitle")}
      question={t("takeBackQuestion", { number: written, time })}
      verb={t("takeBack")}
      act={() => api().removeOptOut({ number })}
      done={() => {
        void queries.invalidateQueries({ queryKey: ["opt-outs"] });
        void queries.invalidateQueries({ queryKey: ["contacts"] });
        void tellDone(t("takenBack", { number: written }));
      }}
    >
      {t("takeBack")}
    </ConfirmButton>
  );
}

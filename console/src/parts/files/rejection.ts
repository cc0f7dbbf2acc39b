import { useTranslation } from "react-i18next";
import type { Media } from "../../../../clients/typescript/src/index.ts";

/** Why a file can't be sent, and what to upload instead: the API's own note where it has one. */
export function useRejection(): (media: Media) => string {
  const { t } = useTranslation("files");
  return ({ reason, found, note }) => {
    const why = reason === undefined ? "" : t(`reasons.${reason}`);
    const what = found === undefined ? "" : ` (${t("found", { found })})`;
    return [`${why}${what}`, note].filter((sentence) => sentence !== undefined && sentence !== "").join(". ");
  };
}

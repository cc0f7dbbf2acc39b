import { IconBan, IconCheck, IconPhoneOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Contact } from "../../../../clients/typescript/src/index.ts";
import { StateBadge } from "../../parts/states/states.tsx";

const looks = {
  active: { color: "green", icon: IconCheck },
  opted_out: { color: "gray", icon: IconBan },
  not_on_whatsapp: { color: "yellow", icon: IconPhoneOff },
} as const;

/** What a contact is to a campaign. */
export function ContactStatus({ status }: { readonly status: Contact["status"] }) {
  const { t } = useTranslation("lists");
  return <StateBadge looks={looks} state={status} word={t(`contacts.${status}`)} className="state" miw="max-content" />;
}

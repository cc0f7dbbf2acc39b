import { Badge } from "@mantine/core";
import { IconBan, IconCheck, IconHelp, IconPhoneOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Contact } from "../../../../clients/typescript/src/index.ts";

const looks = {
  active: { color: "green", icon: IconCheck },
  opted_out: { color: "gray", icon: IconBan },
  not_on_whatsapp: { color: "yellow", icon: IconPhoneOff },
} as const;

/** What a contact is to a campaign. */
export function ContactStatus({ status }: { readonly status: Contact["status"] }) {
  const { t } = useTranslation("lists");
  const isKnown = status in looks;
  const { color, icon: Picture } = isKnown ? looks[status] : { color: "gray", icon: IconHelp };
  return (
    <Badge
      variant="light"
      color={color}
      tt="none"
      leftSection={<Picture size={14} aria-hidden />}
      className="state"
      miw="max-content"
    >
      {isKnown ? t(`contacts.${status}`) : status}
    </Badge>
  );
}

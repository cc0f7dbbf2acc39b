import { Badge, type BadgeProps, type MantineColor } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCalendarClock,
  IconCheck,
  IconChecks,
  IconCircleCheck,
  IconClock,
  IconEye,
  IconHelp,
  IconLinkOff,
  IconMessageReply,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconPlayerStop,
  IconQrcode,
  IconSend,
  IconTrash,
  IconWifiOff,
  type Icon,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type * as common from "../../words/common.ts";

/** The words of the API for states, each with one colour and one icon on every page: never colour alone. */

interface Look {
  readonly color: MantineColor;
  readonly icon: Icon;
}
type Words = typeof common.en;

const running = { color: "blue", icon: IconPlayerPlay };
const looksOfSessions: Readonly<Record<keyof Words["sessionState"], Look>> = {
  stopped: { color: "gray", icon: IconLinkOff },
  starting: { color: "blue", icon: IconClock },
  awaiting_qr: { color: "yellow", icon: IconQrcode },
  ready: { color: "green", icon: IconCircleCheck },
  disconnected: { color: "yellow", icon: IconWifiOff },
  logged_out: { color: "red", icon: IconLinkOff },
  failed: { color: "red", icon: IconAlertTriangle },
  deleting: { color: "gray", icon: IconTrash },
};
const looksOfCampaigns: Readonly<Record<keyof Words["campaignState"], Look>> = {
  scheduled: { color: "cyan", icon: IconCalendarClock },
  running,
  paused: { color: "yellow", icon: IconPlayerPause },
  completed: { color: "green", icon: IconCircleCheck },
  stopped: { color: "gray", icon: IconPlayerStop },
};
export const looksOfRecipients: Readonly<Record<keyof Words["recipientState"], Look>> = {
  sending: { color: "blue", icon: IconSend },
  sent: { color: "cyan", icon: IconCheck },
  delivered: { color: "teal", icon: IconChecks },
  read: { color: "green", icon: IconEye },
  replied: { color: "lime", icon: IconMessageReply },
  failed: { color: "red", icon: IconAlertTriangle },
  skipped: { color: "gray", icon: IconPlayerSkipForward },
  in_doubt: { color: "violet", icon: IconHelp },
  notReached: { color: "gray", icon: IconClock },
};

const unknown: Look = { color: "gray", icon: IconHelp };

interface StateBadgeProps extends BadgeProps {
  readonly looks: Readonly<Record<string, Look>>;
  readonly state: string;
  /** What a state that has a look is called. */
  readonly word: string;
}

/** A state as a badge. One of a later version of the API shows as it is written. */
export function StateBadge({ looks, state, word, ...badge }: StateBadgeProps) {
  const look = Object.hasOwn(looks, state) ? looks[state] : undefined;
  const { color, icon: Picture } = look ?? unknown;
  return (
    <Badge
      variant="light"
      color={color}
      tt="none"
      leftSection={<Picture size={14} aria-hidden />}
      style={{ flexShrink: 0 }}
      {...badge}
    >
      {look === undefined ? state : word}
    </Badge>
  );
}

/** States of one kind. */
const badgeOf = (kind: "sessionState" | "campaignState" | "recipientState", looks: Readonly<Record<string, Look>>) =>
  function State({ state }: { readonly state: string }) {
    const { t } = useTranslation();
    return <StateBadge looks={looks} state={state} word={t(`${kind}.${state}` as "sessionState.ready")} />;
  };

export const SessionState = badgeOf("sessionState", looksOfSessions);
export const CampaignState = badgeOf("campaignState", looksOfCampaigns);
export const RecipientState = badgeOf("recipientState", looksOfRecipients);

/** Reasons of the API in words; one of a later version of the API shows as it is written. */
export function useReason(): (kind: "reason" | "pausedBecause" | "waitingFor", word: string) => string {
  const { t, i18n } = useTranslation();
  return (kind, word) => {
    const key = `${kind}.${word}`;
    return i18n.exists(key) ? t(key as "reason.opted_out") : word;
  };
}

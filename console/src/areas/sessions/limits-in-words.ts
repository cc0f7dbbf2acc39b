import { useTranslation } from "react-i18next";
import type { Session } from "../../../../clients/typescript/src/index.ts";
import { useFormat } from "../../words/format.ts";

type LimitNow = "restricted" | "timelocked" | "quota";

type Quota = NonNullable<NonNullable<Session["limits"]>["newChats"]>;

const isAhead = (until: string | undefined, now: number): boolean => until === undefined || Date.parse(until) > now;

/** Whether WhatsApp counts its new chats anew, so that what is told of those that began is over. @param now epoch ms */
export const isCountedAnew = ({ resetsAt }: Pick<Quota, "resetsAt">, now = Date.now()): boolean =>
  !isAhead(resetsAt, now);

/**
 * Which of WhatsApp's limits let the account begin no chat now; a restriction says all.
 * @param now epoch ms: what was told for a time that is over by then does not hold any more
 */
export function limitsNow({ limits }: Pick<Session, "limits">, now = Date.now()): readonly LimitNow[] {
  if (limits === undefined) return [];
  if (limits.restricted) return ["restricted"];
  const { used, total, resetsAt } = limits.newChats ?? { used: 0, total: 1 };
  const isLocked = limits.timelocked && isAhead(limits.timelockedUntil, now);
  const isUsedUp = used >= total && isAhead(resetsAt, now);
  return [...(isLocked ? (["timelocked"] as const) : []), ...(isUsedUp ? (["quota"] as const) : [])];
}

/** WhatsApp's limits of an account as every page says them. */
export function useLimitsInWords({ limits, timezone }: Pick<Session, "limits" | "timezone">) {
  const { t } = useTranslation("sessions");
  const { count, time } = useFormat(timezone ?? "UTC");
  const { timelockedUntil: until, newChats } = limits ?? {};
  const quotaOf = ({ used, total, resetsAt }: Quota) => {
    if (resetsAt !== undefined && isCountedAnew({ resetsAt }))
      return t("limits.countedAnew", { total: count(total), time: time(resetsAt) });
    const figures = t("limits.used", { used: count(used), total: count(total) });
    return resetsAt === undefined ? figures : `${figures}; ${t("limits.resets", { time: time(resetsAt) })}`;
  };
  /** Of WhatsApp's own count of new chats, where it tells one. */
  const quota = newChats && quotaOf(newChats);
  const sentences: Readonly<Record<LimitNow, string>> = {
    restricted: t("limits.restricted"),
    timelocked: until === undefined ? t("limits.timelocked") : t("limits.timelockedUntil", { time: time(until) }),
    quota: `${t("limits.quota")}: ${quota ?? ""}`,
  };
  return { quota, sentences };
}

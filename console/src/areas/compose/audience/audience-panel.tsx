import { Alert, Button, Group, List, Loader, Stack, Text, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconUsersGroup } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Warning } from "../../../../../clients/typescript/src/index.ts";
import { useReason } from "../../../parts/states/states.tsx";
import { useFormat } from "../../../words/format.ts";
import type { Audience } from "./audience-check.ts";
import { lackingOf } from "../broadcast.ts";
import { SendProblem } from "../send-problem.tsx";
import type { BroadcastForm } from "../use-broadcast.ts";

/** Who would get it, who would not and why, and when it would end. */
export function AudiencePanel({ form }: { readonly form: BroadcastForm }) {
  const { t } = useTranslation("compose");
  const { check, setTried, draft } = form;
  const { audience, isAsking, isStale, error } = check;
  const ask = (): void => {
    setTried(true);
    if (lackingOf(draft).length === 0) check.ask();
  };
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t("checkHint")}
      </Text>
      <Group gap="sm">
        <Button
          variant="default"
          leftSection={<IconUsersGroup size={18} aria-hidden />}
          loading={isAsking}
          onClick={ask}
        >
          {audience === undefined ? t("checkNow") : t("checkAgain")}
        </Button>
        {audience !== undefined && isStale && !isAsking && (
          <Text size="sm" role="status">
            {t("stale")}
          </Text>
        )}
      </Group>
      <div aria-live="polite">
        {isAsking && (
          <Group gap="xs" className="after-a-moment">
            <Loader size="xs" />
            <Text size="sm">{t("checking")}</Text>
          </Group>
        )}
        {audience !== undefined && !isAsking && <AudienceFigures audience={audience} form={form} />}
      </div>
      {error !== null && (
        <SendProblem
          error={error}
          form={form}
          allow={(allowed) => form.change(allowed)}
          again={check.ask}
          isPending={isAsking}
        />
      )}
    </Stack>
  );
}

interface AudienceFiguresProps {
  readonly audience: Audience;
  readonly form: BroadcastForm;
}

export function AudienceFigures({ audience: { data, warnings = [] }, form }: AudienceFiguresProps) {
  const { t } = useTranslation("compose");
  const reason = useReason();
  const { draft, change } = form;
  const { count, time } = useFormat(draft.timezone);
  const skipped = Object.entries(data.willSkip).filter(([, times]) => times > 0);
  const ownWord = (why: string): string => (why === "duplicate" || why === "left_out" ? t(why) : reason("reason", why));
  return (
    <Stack gap="xs">
      <Group gap={8} align="baseline">
        <Text span fz={32} fw={700} lh={1} className="numbers">
          {count(data.willSend)}
        </Text>
        <Text span>
          {t("willSend")} {t("of", { count: data.of, written: count(data.of) })}
        </Text>
      </Group>
      {data.newChats > 0 && (
        <Text size="sm">{t("newChats", { count: data.newChats, written: count(data.newChats) })}</Text>
      )}
      {data.estimatedFinishAt === undefined ? (
        data.willSend > 0 && <Text size="sm">{t("endsNever")}</Text>
      ) : (
        <Text size="sm">{t("ends", { time: time(data.estimatedFinishAt) })}</Text>
      )}
      {data.estimated && (
        <Text size="sm" c="dimmed">
          {t("estimated", { counted: count(data.counted) })}
        </Text>
      )}
      {skipped.length > 0 && (
        <div>
          <Text size="sm" fw={600}>
            {t("skipped")}
          </Text>
          <List size="sm">
            {skipped.map(([why, times]) => (
              <List.Item key={why} className="numbers">
                {count(times)} · {ownWord(why)}
              </List.Item>
            ))}
          </List>
        </div>
      )}
      {data.missingVariables.length > 0 && (
        <Alert color="yellow" p="xs" icon={<IconAlertTriangle aria-hidden />} title={t("missing")}>
          <Stack gap="xs">
            <Text size="sm">{t("missingHint")}</Text>
            {data.missingVariables.map(({ variable, missing }) => (
              <TextInput
                key={variable}
                size="xs"
                label={t("missingOf", { count: missing, written: count(missing), variable })}
                placeholder={t("fillIn", { variable })}
                value={draft.variables[variable] ?? ""}
                onChange={(event) =>
                  change({ variables: { ...draft.variables, [variable]: event.currentTarget.value } })
                }
                maxLength={1_024}
              />
            ))}
          </Stack>
        </Alert>
      )}
      {data.duplicates > 0 && data.willSkip.duplicate === undefined && (
        <Text size="sm">{t("duplicates", { count: data.duplicates, written: count(data.duplicates) })}</Text>
      )}
      <Warnings warnings={warnings} />
    </Stack>
  );
}

function Warnings({ warnings }: { readonly warnings: readonly Warning[] }) {
  // Of missing values the figures tell more.
  const others = warnings.filter(({ code }) => code !== "missing_variable");
  return others.map((warning, at) => (
    <Alert key={at} color="yellow" p="xs" icon={<IconAlertTriangle aria-hidden />}>
      <Text size="sm" className="written">
        {warning.message}
      </Text>
    </Alert>
  ));
}

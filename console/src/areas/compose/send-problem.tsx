import { Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { ApiError, NetworkError } from "../../../../clients/typescript/src/index.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import type { Allowed } from "./sending.ts";
import type { BroadcastForm } from "./use-broadcast.ts";

interface SendProblemProps {
  readonly error: unknown;
  readonly form: BroadcastForm;
  /** Does it all the same. */
  readonly allow: (allowed: Allowed) => void;
  readonly again: () => void;
  readonly isPending: boolean;
  /** It was to be sent: without an answer it may have been. */
  readonly isSending?: boolean;
}

/** Why it was refused, in the API's words, and what can be done about it. */
export function SendProblem({ error, form, allow, again, isPending, isSending = false }: SendProblemProps) {
  const { t } = useTranslation("compose");
  const { t: common } = useTranslation();
  const { sessionId } = form;
  const code = error instanceof ApiError ? error.code : undefined;
  const facts = error instanceof ApiError ? error.facts : {};
  return (
    <Stack gap="xs">
      <ErrorNote error={error} />
      {isSending && error instanceof NetworkError && <Text size="sm">{t("sameKey")}</Text>}
      <Group gap="xs">
        {code === "DUPLICATE_SEND" && (
          <>
            <Button
              size="xs"
              variant="light"
              color="red"
              loading={isPending}
              onClick={() => allow({ allowDuplicate: true })}
            >
              {t("sendTwice")}
            </Button>
            {facts.campaignId !== undefined && (
              <Button
                component={Link}
                size="xs"
                variant="default"
                href={`/s/${sessionId}/campaigns/${facts.campaignId}`}
              >
                {t("firstOne")}
              </Button>
            )}
          </>
        )}
        {code === "IMPORT_RUNNING" && (
          <>
            <Button size="xs" loading={isPending} onClick={() => allow({ allowPartial: true })}>
              {t("sendPartial")}
            </Button>
            {facts.listId !== undefined && (
              <Button component={Link} size="xs" variant="default" href={`/s/${sessionId}/lists/${facts.listId}`}>
                {t("seeList")}
              </Button>
            )}
          </>
        )}
        {code === "SESSION_NOT_CONNECTED" && (
          <Button component={Link} size="xs" variant="default" href="/sessions">
            {t("toNumbers")}
          </Button>
        )}
        {mayPass(error) && (
          <Button size="xs" variant="default" loading={isPending} onClick={again}>
            {common("failed.again")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

/** Whether the same request may be answered otherwise in a while. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof ApiError)) return true;
  return error.status >= 500 || error.status === 429 || (error.status === 409 && error.code !== "DUPLICATE_SEND");
}

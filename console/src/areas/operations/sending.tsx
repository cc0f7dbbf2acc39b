import { Alert, Card, Group, List, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Sending as SendingNow } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { usePolled } from "../../api/polling.ts";
import { useRights } from "../../api/rights.ts";
import { ConfirmButton } from "../../parts/confirm.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Waiting } from "../../parts/page.tsx";
import { useFormat } from "../../words/format.ts";

/** The switch that halts sending: of the whole deployment for the operator, of its own tenant for an admin. */
export function Sending() {
  const { t } = useTranslation("operations");
  const { data, error, refetch } = usePolled(
    ["sending"],
    async ({ signal }) => (await api().getSending({}, { signal })).data,
  );
  return (
    <Card withBorder component="section" aria-label={t("sending")}>
      <Title order={2} size="h4" mb="sm">
        {t("sending")}
      </Title>
      <ErrorNote error={error} again={() => void refetch()} />
      {data === undefined ? error === null && <Waiting /> : <Standing sending={data} />}
    </Card>
  );
}

function Standing({ sending }: { readonly sending: SendingNow }) {
  const { t } = useTranslation("operations");
  const format = useFormat();
  const { halted, halts, pages = [] } = sending;
  return (
    <Stack>
      <Group gap="xs" role="status">
        {halted ? <IconPlayerPause aria-hidden /> : <IconPlayerPlay aria-hidden />}
        <Text fw={600}>{halted ? t("halted") : t("runs")}</Text>
      </Group>
      {halts.map(({ of, by, reason, since }) => (
        <Text key={`${of} ${by}`} size="sm" className="written">
          {`${t(`of.${of}`)}, ${t(`haltedBy.${by}`)}, ${t("since", { when: format.time(since) })}: ${reason}`}
        </Text>
      ))}
      {pages.length > 0 && (
        <Alert color="yellow" title={t("heldPages")}>
          <List size="sm">
            {pages.map(({ version, error, since }) => (
              <List.Item key={`${version} ${error}`} className="written">
                {t("heldPage", { version, error, when: format.time(since) })}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      <Switch sending={sending} />
    </Stack>
  );
}

function Switch({ sending: { halted, halts } }: { readonly sending: SendingNow }) {
  const { t } = useTranslation("operations");
  const { isOperator } = useRights();
  const [reason, setReason] = useState("");
  const queries = useQueryClient();
  const refresh = () => void queries.invalidateQueries({ queryKey: ["sending"] });
  const of = t(isOperator ? "of.deployment" : "of.tenant");
  const isOwn = halts.some((halt) => halt.by === (isOperator ? "operator" : "tenant"));
  if (halted && !isOwn) return null;
  return (
    <div>
      {halted ? (
        <ConfirmButton
          key="lift"
          color="green"
          title={t("liftTitle", { of })}
          question={t("liftQuestion")}
          verb={t("lift")}
          act={async () => await api().setSending({ halted: false })}
          done={refresh}
        >
          {t("lift")}
        </ConfirmButton>
      ) : (
        <ConfirmButton
          key="halt"
          isIncomplete={reason.trim() === ""}
          title={t("haltTitle", { of })}
          question={
            <Stack>
              {t("haltQuestion")}
              <TextInput
                label={t("reason")}
                value={reason}
                onChange={(event) => {
                  setReason(event.currentTarget.value);
                }}
                maxLength={200}
                required
              />
            </Stack>
          }
          verb={t("halt")}
          act={async () => await api().setSending({ halted: true, reason })}
          done={() => {
            setReason("");
            refresh();
          }}
        >
          {t("halt")}
        </ConfirmButton>
      )}
    </div>
  );
}

import { Button, Group, Stack, Table, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconSend } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../parts/dialog.tsx";
import { Waiting } from "../../parts/page.tsx";
import { numberAsWritten } from "../../parts/phone-number.tsx";
import { zoneName } from "../../parts/timezones.ts";
import { useFormat } from "../../words/format.ts";
import { AudienceFigures } from "./audience/audience-panel.tsx";
import { lackingOf } from "./broadcast.ts";
import { SendProblem } from "./send-problem.tsx";
import type { BroadcastForm } from "./use-broadcast.ts";
import { useLists } from "../../parts/lists/use-lists.ts";

/** The last look: the audience is counted anew, and only then can it be sent. */
export function Review({ form }: { readonly form: BroadcastForm }) {
  const { t } = useTranslation("compose");
  const [isOpen, { open, close }] = useDisclosure();
  const { check, sending, setTried, draft, changedId } = form;
  const isLater = draft.when === "later";
  const isChange = changedId !== undefined;
  const begin = (): void => {
    setTried(true);
    if (lackingOf(draft).length > 0) {
      // What is missing may stand far above the button: the first such field gets the focus, and with it comes into view.
      requestAnimationFrame(() => document.querySelector<HTMLElement>('.compose [aria-invalid="true"]')?.focus());
      return;
    }
    sending.reset();
    check.ask();
    open();
  };
  const label = isChange ? t("reviewChange") : isLater ? t("reviewLater") : t("review");
  return (
    <>
      <Button size="md" leftSection={<IconSend size={18} aria-hidden />} onClick={begin}>
        {label}
      </Button>
      <Dialog
        isOpen={isOpen}
        close={close}
        title={isChange ? t("confirmChange") : isLater ? t("confirmLater") : t("confirm")}
        size="lg"
      >
        <Asked form={form} close={close} />
      </Dialog>
    </>
  );
}

function Asked({ form, close }: { readonly form: BroadcastForm; readonly close: () => void }) {
  const { t } = useTranslation("compose");
  const { t: common } = useTranslation();
  const { count } = useFormat();
  const { check, sending, draft, change, changedId } = form;
  const { audience, isAsking, isStale, error } = check;
  const willSend = audience?.data.willSend ?? 0;
  const isCounted = audience !== undefined && !isAsking && !isStale && error === null;
  const words = { count: willSend, written: count(willSend) };
  const verb = changedId !== undefined ? t("change") : draft.when === "later" ? t("schedule", words) : t("send", words);
  return (
    <Stack>
      <Facts form={form} />
      {isAsking && <Waiting />}
      {isStale && !isAsking && (
        <Group gap="sm">
          <Button variant="default" onClick={check.ask}>
            {t("checkAgain")}
          </Button>
          <Text size="sm" role="status">
            {t("stale")}
          </Text>
        </Group>
      )}
      {/* It stays while what a contact lacks is typed in it. */}
      {audience !== undefined && !isAsking && error === null && <AudienceFigures audience={audience} form={form} />}
      {isCounted && willSend === 0 && <Text fw={600}>{t("nobody")}</Text>}
      {error !== null && (
        <SendProblem error={error} form={form} allow={change} again={check.ask} isPending={isAsking} />
      )}
      {sending.error !== null && (
        <SendProblem
          error={sending.error}
          form={form}
          allow={(allowed) => {
            change(allowed);
            sending.mutate(allowed);
          }}
          again={() => sending.mutate({})}
          isPending={sending.isPending}
          isSending
        />
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {common("action.cancel")}
        </Button>
        <Button
          disabled={!isCounted || willSend === 0}
          loading={sending.isPending}
          leftSection={<IconSend size={18} aria-hidden />}
          onClick={() => sending.mutate({})}
        >
          {isCounted ? verb : common("action.send")}
        </Button>
      </Group>
    </Stack>
  );
}

/** Where it goes, from which number, and when. */
function Facts({ form: { sessionId, session, draft } }: { readonly form: BroadcastForm }) {
  const { t } = useTranslation("compose");
  const { day } = useFormat();
  const lists = useLists(sessionId, draft.listIds);
  const number = session?.number;
  const rows = [
    [t("goesTo"), lists.map(({ name }) => name).join(", ")],
    [t("goesFrom"), number === undefined ? (session?.label ?? sessionId) : numberAsWritten(number)],
    [
      t("goesAt"),
      draft.when === "now"
        ? t("rightNow")
        : `${day(draft.sendAt.slice(0, 10))}, ${draft.sendAt.slice(11)} ${zoneName(draft.timezone)}`,
    ],
  ] as const;
  return (
    <Table withRowBorders={false} verticalSpacing={4}>
      <Table.Tbody>
        {rows.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" w={110}>
              {name}
            </Table.Th>
            <Table.Td className="written">{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

import {
  Box,
  Button,
  Card,
  Center,
  Group,
  List,
  Loader,
  RingProgress,
  SimpleGrid,
  Stack,
  Tabs,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { IconQrcode } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Session } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { useRights } from "../../api/rights.ts";
import { useUntilLeft } from "../../api/until-left.ts";
import { CopyText } from "../../parts/copy-text.tsx";
import { ErrorNote, errorOf } from "../../parts/error-note.tsx";
import { numberAsWritten } from "../../parts/phone-number.tsx";
import { showsLink } from "./advice.ts";
import { SimulatedScan } from "./simulated-scan.tsx";

interface OfSession {
  readonly session: Session;
}

/** The two ways in which a phone links the number, where it needs one. */
export function LinkCard({ session }: OfSession) {
  const { t } = useTranslation("sessions");
  const { isSimulated } = useRights();
  const [wasShown, setShown] = useState(false);
  const isShown = showsLink(session, wasShown);
  if (isShown !== wasShown) setShown(isShown);
  if (!isShown) return null;
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="sm">
        {t("link.title")}
      </Title>
      {isSimulated && <SimulatedScan sessionId={session.sessionId} />}
      <Tabs defaultValue="qr" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="qr">{t("link.byQr")}</Tabs.Tab>
          <Tabs.Tab value="code">{t("link.byCode")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="qr" pt="md">
          <ByQrCode session={session} />
        </Tabs.Panel>
        <Tabs.Panel value="code" pt="md">
          <ByPairingCode session={session} />
        </Tabs.Panel>
      </Tabs>
    </Card>
  );
}

/** WhatsApp's codes live so long. */
const lifeMs = 20_000;
const againMs = 4_000;

/** Asking for the code starts the session, so a number that was not asked for yet waits for a press. */
function ByQrCode({ session: { sessionId, state } }: OfSession) {
  const { t } = useTranslation("sessions");
  const [isAsked, setAsked] = useState(state === "awaiting_qr");
  const { data, error, refetch } = useQuery({
    queryKey: ["qr", sessionId],
    queryFn: async ({ signal }) => await api().getQrCode({ sessionId, format: "dataurl" }, { signal }),
    enabled: isAsked,
    refetchInterval: againMs,
    gcTime: 0,
  });
  const code = data !== undefined && "qrCode" in data ? data.qrCode : undefined;
  if (!isAsked) {
    const ask = (): void => {
      setAsked(true);
    };
    return (
      <Button onClick={ask} leftSection={<IconQrcode size={18} aria-hidden />}>
        {t("link.start")}
      </Button>
    );
  }
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <Steps last={t("link.step3")} />
      <Stack align="center" gap="xs">
        <ErrorNote error={error} again={() => void refetch()} />
        {code === undefined ? (
          <Center w={264} h={264} role="status">
            <Stack align="center">
              <Loader />
              <Text size="sm" c="dimmed" ta="center">
                {t("link.waiting")}
              </Text>
            </Stack>
          </Center>
        ) : (
          <>
            {/* White around it in either theme: a phone's camera wants the contrast. */}
            <Box bg="white" p={4} style={{ borderRadius: 8 }}>
              <img src={code} alt={t("link.qr")} width={256} height={256} style={{ display: "block" }} />
            </Box>
            <Life key={code} />
          </>
        )}
      </Stack>
    </SimpleGrid>
  );
}

/** How much of the code's life is left. */
function Life() {
  const { t } = useTranslation("sessions");
  const [left, setLeft] = useState(100);
  useEffect(() => {
    const shownAt = Date.now();
    const timer = setInterval(() => {
      setLeft(Math.max(0, 100 - ((Date.now() - shownAt) / lifeMs) * 100));
    }, 500);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return (
    <Group gap="xs">
      <RingProgress size={28} thickness={4} sections={[{ value: left, color: "green" }]} aria-hidden />
      <Text size="sm" c="dimmed">
        {t("link.life")}
      </Text>
    </Group>
  );
}

function Steps({ last }: { readonly last: string }) {
  const { t } = useTranslation("sessions");
  return (
    <List type="ordered" spacing="sm">
      <List.Item>{t("link.step1")}</List.Item>
      <List.Item>{t("link.step2")}</List.Item>
      <List.Item>{last}</List.Item>
    </List>
  );
}

function ByPairingCode({ session: { sessionId, number: known } }: OfSession) {
  const { t } = useTranslation("sessions");
  const [number, setNumber] = useState(known === undefined ? "" : numberAsWritten(known));
  const untilLeft = useUntilLeft();
  const asking = useMutation({
    mutationFn: async () => {
      const signal = untilLeft();
      for (;;) {
        const answer = await api().requestPairingCode({ sessionId, number }, { signal });
        // Without data it is not there yet: the API waited for it some 20 s.
        if ("data" in answer) return answer.data;
      }
    },
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    asking.mutate();
  };
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <Steps last={t("link.codeStep3")} />
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t("link.phone")}
            description={t("link.phoneHint")}
            inputMode="tel"
            autoComplete="tel"
            value={number}
            onChange={(event) => {
              setNumber(event.currentTarget.value);
            }}
            error={errorOf(asking.error, "number")}
            required
          />
          <ErrorNote error={asking.error} besideFields={["number"]} />
          <Button type="submit" loading={asking.isPending} disabled={number.trim() === ""}>
            {t("link.getCode")}
          </Button>
          {asking.data !== undefined && (
            <div role="status">
              <Text size="sm">{t("link.yourCode", { number: numberAsWritten(asking.data.number) })}</Text>
              <Text fz={32} fw={700} ff="monospace" component="div">
                {asking.data.code} <CopyText text={asking.data.code} />
              </Text>
            </div>
          )}
        </Stack>
      </form>
    </SimpleGrid>
  );
}

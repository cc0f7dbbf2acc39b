import {
  Anchor,
  Box,
  Button,
  Card,
  Group,
  Image,
  ScrollArea,
  Stack,
  Switch,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { IconArrowLeft, IconCheck, IconChecks } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { ApiError } from "../../../../clients/typescript/src/index.ts";
import { usePolled } from "../../api/polling.ts";
import { useRights } from "../../api/rights.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Nothing, Waiting } from "../../parts/page.tsx";
import { numberAsWritten } from "../../parts/phone-number.tsx";
import { useFormat } from "../../words/format.ts";
import { simulator, type ChatMessage } from "../../api/simulator.ts";

interface ChatCardProps {
  readonly session: string;
  readonly number: string;
}

/** One chat as its phone shows it. Opening it here does not read it: that is a press of its own. */
export function ChatCard({ session, number }: ChatCardProps) {
  const { t } = useTranslation("phone");
  const { mayWrite } = useRights();
  const { data, error, refetch } = usePolled(
    ["phone", session, "chat", number],
    async ({ signal }) => await simulator.messages(number, session, signal),
  );
  const isUnknown = error instanceof ApiError && error.status === 404;
  const messages = data?.data.toReversed();
  const end = useRef<HTMLDivElement>(null);
  const last = messages?.at(-1)?.id;
  useEffect(() => {
    end.current?.scrollIntoView({ block: "nearest" });
  }, [last]);
  return (
    <Card withBorder p="sm" component="section" aria-label={t("chat", { number: numberAsWritten(number) })}>
      <Stack gap="sm">
        <Anchor component={Link} href="/phone" hiddenFrom="md">
          <Group gap={4}>
            <IconArrowLeft size={16} aria-hidden />
            {t("back")}
          </Group>
        </Anchor>
        <Title order={2} size="h5" className="numbers">
          {numberAsWritten(number)}
        </Title>
        {isUnknown ? <Nothing>{t("noneHere")}</Nothing> : <ErrorNote error={error} again={() => void refetch()} />}
        <ScrollArea.Autosize
          mah={420}
          type="auto"
          viewportProps={{ tabIndex: 0, role: "region", "aria-label": t("messages") }}
        >
          <Stack gap="xs" bg="var(--mantine-color-default-hover)" p="sm" role="log" style={{ borderRadius: 8 }}>
            {messages === undefined && error === null && <Waiting />}
            {messages?.map((message) => (
              <Bubble key={message.id} message={message} />
            ))}
            <div ref={end} />
          </Stack>
        </ScrollArea.Autosize>
        {mayWrite && <Answer session={session} number={number} />}
      </Stack>
    </Card>
  );
}

function Bubble({ message: { direction, body, media, state, at } }: { readonly message: ChatMessage }) {
  const { t } = useTranslation("phone");
  const format = useFormat();
  const isOwn = direction === "from_phone";
  const Ticks = state === "sent" ? IconCheck : IconChecks;
  const isPicture = media?.url !== undefined && media.contentType.startsWith("image/");
  return (
    <Box
      maw="85%"
      p="xs"
      style={{ alignSelf: isOwn ? "flex-end" : "flex-start", borderRadius: 10 }}
      bg={isOwn ? "light-dark(#d9fdd3, #0b4a3a)" : "var(--mantine-color-body)"}
    >
      {isPicture && <Image src={media.url} alt={t("picture")} radius="sm" mah={220} w="auto" maw="100%" mb={4} />}
      {media !== undefined && !isPicture && (
        <Text size="sm" fw={600} className="written">
          {media.fileName ?? `${t("file")} (${media.contentType})`}
        </Text>
      )}
      <Text size="sm" className="written">
        {body}
      </Text>
      <Group gap={4} justify="flex-end" c="light-dark(#4b5563, #c3cad1)">
        <Text size="xs">{format.clock(at)}</Text>
        {!isOwn && <Text size="xs">{t(`state.${state}`)}</Text>}
        {isOwn && <Ticks size={14} aria-hidden />}
      </Group>
    </Box>
  );
}

function Answer({ session, number }: ChatCardProps) {
  const { t } = useTranslation("phone");
  const [text, setText] = useState("");
  const queries = useQueryClient();
  const { data: isOn = true } = usePolled(["phone", session, "is on", number], async ({ signal }) => {
    const { data } = await simulator.chats({ session, search: number }, signal);
    return data.find((chat) => chat.number === number)?.phoneOff !== true;
  });
  const refresh = async () => await queries.invalidateQueries({ queryKey: ["phone", session] });
  const writing = useMutation({
    mutationFn: async (body: string) => await simulator.write(session, number, body),
    onSuccess: async (_, body) => {
      setText((now) => (now === body ? "" : now));
      await refresh();
    },
  });
  const reading = useMutation({ mutationFn: async () => await simulator.read(number, session), onSuccess: refresh });
  const switching = useMutation({
    mutationFn: async (on: boolean) => await simulator.switchOff(number, !on),
    onSuccess: refresh,
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (text.trim() !== "") writing.mutate(text);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <ErrorNote error={writing.error ?? reading.error ?? switching.error} />
        <Group wrap="nowrap" align="flex-end">
          <TextInput
            flex={1}
            aria-label={t("write")}
            placeholder={t("write")}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
            }}
          />
          <Button type="submit" loading={writing.isPending}>
            {t("send")}
          </Button>
        </Group>
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            disabled={writing.isPending}
            onClick={() => {
              writing.mutate("STOP");
            }}
          >
            {t("stop")}
          </Button>
          <Button
            size="xs"
            variant="default"
            title={t("readHint")}
            loading={reading.isPending}
            onClick={() => {
              reading.mutate();
            }}
          >
            {t("read")}
          </Button>
          <Switch
            label={t("phoneOn")}
            checked={isOn}
            onChange={(event) => {
              switching.mutate(event.currentTarget.checked);
            }}
          />
        </Group>
      </Stack>
    </form>
  );
}

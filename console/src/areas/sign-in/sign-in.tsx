import {
  Alert,
  Anchor,
  Button,
  Center,
  Checkbox,
  Group,
  Paper,
  PasswordInput,
  Stack,
  Text,
  Title,
} from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, NetworkError } from "../../../../clients/typescript/src/index.ts";
import { keyStore } from "../../api/key-store.ts";
import { rightsOf } from "../../api/rights.ts";
import { Appearance } from "../../app/appearance.tsx";
import { LanguageChoice } from "../../app/language-choice.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { addWords } from "../../words/words.ts";
import { keyForCode, takeCode } from "./one-time-code.ts";
import * as words from "./words.ts";

addWords("sign-in", words);

export function SignIn() {
  const { t } = useTranslation("sign-in");
  const { t: common } = useTranslation();
  const [key, setKey] = useState("");
  const [isKept, setKept] = useState(false);
  const [isEmpty, setEmpty] = useState(false);
  const trying = useMutation({
    mutationFn: async (tried: string) => await rightsOf(tried),
    onSuccess: (_, tried) => {
      keyStore.keep(tried, isKept);
    },
  });
  const byCode = useMutation({
    mutationFn: keyForCode,
    onSuccess: (found) => {
      keyStore.keep(found, false);
    },
  });
  const { mutate: enterByCode } = byCode;
  useEffect(() => {
    document.title = `${t("title")} · ${common("product")}`;
    const code = takeCode();
    if (code !== undefined) enterByCode(code);
  }, [common, enterByCode, t]);
  const enter = (event: SyntheticEvent): void => {
    event.preventDefault();
    const tried = key.trim();
    setEmpty(tried === "");
    if (tried !== "") trying.mutate(tried);
  };
  const { error } = trying;
  const isWrong = error instanceof ApiError && error.status === 401;
  return (
    <Center mih="100dvh" p="md" component="main">
      <Stack w="100%" maw={420} gap="md">
        <Group justify="flex-end" gap={4}>
          <LanguageChoice />
          <Appearance />
        </Group>
        <Paper withBorder p="xl">
          <form onSubmit={enter} noValidate>
            <Stack>
              <Group gap="sm" wrap="nowrap">
                <img src="/console/icon.svg" alt="" width={40} height={40} />
                <div>
                  <Title order={1} size="h3">
                    {t("title")}
                  </Title>
                  <Text size="sm" c="dimmed">
                    {t("lead")}
                  </Text>
                </div>
              </Group>
              {keyStore.wasRefused() && error === null && (
                <Alert color="yellow" role="alert">
                  {t("refused")}
                </Alert>
              )}
              {byCode.error instanceof NetworkError ? (
                <ErrorNote error={byCode.error} again={() => enterByCode(byCode.variables ?? "")} />
              ) : (
                byCode.isError && <Alert color="yellow">{t("codeOver", { command: "cat .data/admin-key" })}</Alert>
              )}
              <PasswordInput
                label={t("key")}
                description={t("keyHint")}
                value={key}
                onChange={(event) => {
                  setKey(event.currentTarget.value);
                }}
                error={isEmpty ? t("empty") : isWrong ? t("wrong") : undefined}
                autoComplete="current-password"
                autoFocus
                required
              />
              <Checkbox
                label={t("keep")}
                description={t("keepHint")}
                checked={isKept}
                onChange={(event) => {
                  setKept(event.currentTarget.checked);
                }}
              />
              {error !== null && !isWrong && <ErrorNote error={error} />}
              <Button type="submit" loading={trying.isPending || byCode.isPending} fullWidth>
                {t("enter")}
              </Button>
            </Stack>
          </form>
        </Paper>
        <Text size="sm" ta="center">
          <Anchor href="/docs">{common("nav.reference")}</Anchor>
        </Text>
      </Stack>
    </Center>
  );
}

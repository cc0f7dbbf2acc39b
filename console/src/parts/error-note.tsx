import { Alert, Button, Group, List, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ApiError, NetworkError, type ErrorDetail } from "../../../clients/typescript/src/index.ts";

interface ErrorNoteProps {
  readonly error: unknown;
  /** Fields whose details stand beside them and are not told again here. */
  readonly besideFields?: readonly string[];
  readonly again?: () => void;
}

/** What a request failed with: the API's own sentence and its details, or that there was no answer. */
export function ErrorNote({ error, besideFields = [], again }: ErrorNoteProps) {
  const { t } = useTranslation();
  if (error === null || error === undefined) return null;
  const details =
    error instanceof ApiError ? error.details.filter((detail) => !besideFields.includes(nameOf(detail))) : [];
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle aria-hidden />} title={t("failed.title")} my="sm">
      <Text size="sm" className="written">
        {sentenceOf(error, t("failed.network"))}
      </Text>
      {details.length > 0 && (
        <List size="sm" mt="xs">
          {details.map((detail) => (
            <List.Item key={detail.pointer} className="written">
              {nameOf(detail) === "" ? "" : `${nameOf(detail)}: `}
              {t("failed.detail", { came: detail.came, wanted: detail.wanted })}
            </List.Item>
          ))}
        </List>
      )}
      <Group mt="xs" gap="md">
        {again !== undefined && (
          <Button size="xs" variant="default" onClick={again}>
            {t("failed.again")}
          </Button>
        )}
        {error instanceof ApiError && error.retryAfter !== undefined && (
          <Text size="xs">{t("failed.wait", { seconds: error.retryAfter })}</Text>
        )}
        {error instanceof ApiError && error.requestId !== undefined && (
          <Text size="xs" c="dimmed">
            {t("failed.request", { id: error.requestId })}
          </Text>
        )}
      </Group>
    </Alert>
  );
}

export function sentenceOf(error: unknown, noAnswer: string): string {
  if (error instanceof NetworkError) return noAnswer;
  return error instanceof Error ? error.message : String(error);
}

/** `/pacing/minGapMs` and the like as a name: without the pointer's first slash. */
const nameOf = ({ pointer }: ErrorDetail): string => pointer.replace(/^\//, "");

/** What the API wants of one field of a form, to stand beside it. @param name such as `message` or `pacing/minGapMs` */
export function errorOf(error: unknown, name: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const found = error.details.find((detail) => nameOf(detail) === name || nameOf(detail).startsWith(`${name}/`));
  return found?.wanted;
}

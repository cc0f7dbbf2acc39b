import { Group, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { Session } from "../../../../clients/typescript/src/index.ts";
import { limitsNow, useLimitsInWords } from "./limits-in-words.ts";

interface CautionsProps {
  readonly session: Pick<Session, "limits" | "timezone" | "warnings">;
  /** What is to be said beside them. */
  readonly more?: readonly string[];
}

/** What holds a number back or asks for care: WhatsApp's limits and the API's warnings, a line each. */
export function Cautions({ session, more = [] }: CautionsProps) {
  const { sentences } = useLimitsInWords(session);
  const ofLimits = limitsNow(session).map((limit) => sentences[limit]);
  const warnings = session.warnings?.map(({ message }) => message) ?? [];
  return [...ofLimits, ...more, ...warnings].map((sentence) => (
    <Group key={sentence} gap={6} wrap="nowrap" align="flex-start" c="var(--mantine-color-yellow-light-color)">
      <IconAlertTriangle size={16} aria-hidden style={{ flexShrink: 0, marginTop: 2 }} />
      <Text size="sm" className="written">
        {sentence}
      </Text>
    </Group>
  ));
}

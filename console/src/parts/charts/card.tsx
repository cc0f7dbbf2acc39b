import { Paper, Text, Title } from "@mantine/core";
import { useId, type ReactNode } from "react";

interface CardProps {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

/** One part of a report, which a page break does not cut. */
export function Card({ title, hint, children }: CardProps) {
  const id = useId();
  return (
    <Paper withBorder p="md" component="section" aria-labelledby={id} style={{ breakInside: "avoid" }}>
      <Title order={2} size="h5" id={id}>
        {title}
      </Title>
      {hint !== undefined && (
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      )}
      <div style={{ marginTop: 12 }}>{children}</div>
    </Paper>
  );
}

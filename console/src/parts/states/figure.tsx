import "./figure.css";
import { Paper, Text } from "@mantine/core";

interface FigureProps {
  readonly word: string;
  readonly number: string;
  readonly hint: string;
}

/** A number that matters, with its word above and what it is a share of below. */
export function Figure({ word, number, hint }: FigureProps) {
  return (
    <Paper withBorder p="md">
      <Text size="sm" c="dimmed">
        {word}
      </Text>
      <div className="figure-number numbers">{number}</div>
      <Text size="xs" c="dimmed" className="numbers">
        {hint}
      </Text>
    </Paper>
  );
}

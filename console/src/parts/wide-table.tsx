import { Table } from "@mantine/core";
import type { ReactNode } from "react";

interface WideTableProps {
  /** What the table is of, for a screen reader. */
  readonly label: string;
  /** px below which it scrolls sideways within its place. */
  readonly minWidth: number;
  readonly children: ReactNode;
}

/** A table that is wider than a phone: it scrolls sideways by itself, by the keyboard, too, and the page stays where it is. */
export function WideTable({ label, minWidth, children }: WideTableProps) {
  return (
    <Table.ScrollContainer minWidth={minWidth} type="native" tabIndex={0} role="region" aria-label={label}>
      <Table verticalSpacing="xs">{children}</Table>
    </Table.ScrollContainer>
  );
}

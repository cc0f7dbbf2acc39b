import { Button, Group, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { keepPreviousData, useQuery, useQueryClient, type QueryKey, type UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { movingUntil } from "../api/polling.ts";
import { atSignOut } from "../api/sign-out.ts";

/** A page of a list as the API gives it. */
interface Paged {
  readonly data: readonly unknown[];
  readonly pagination: { readonly nextCursor: string | null };
}

/** Cursors of the pages up to the one on show, by what is listed: on the way back from an item the list is where it was. */
const placesKept = new Map<string, readonly string[]>();
atSignOut(() => placesKept.clear());

/** A page that could not be had ahead is asked for again when it is wanted. */
const shownWhenAsked = (): void => undefined;

/** One page of a list at a time, however long it is. A change of `queryKey`, such as another filter, begins at the first page. */
export function useCursorPages<Page extends Paged>(
  queryKey: QueryKey,
  ask: (cursor: string | undefined, signal: AbortSignal) => PromiseLike<Page>,
  { enabled = true, isMoving }: CursorOptions<Page> = {},
): CursorPages<Page> {
  const name = JSON.stringify(queryKey);
  const [, drawAnew] = useState(0);
  const cursors = placesKept.get(name) ?? [];
  const cursor = cursors.at(-1);
  const queries = useQueryClient();
  const pageAt = (from: string | undefined) => ({
    queryKey: [...queryKey, "page", from ?? ""],
    queryFn: async ({ signal }: { readonly signal: AbortSignal }) => await ask(from, signal),
  });
  const query = useQuery({
    ...pageAt(cursor),
    placeholderData: keepPreviousData,
    enabled,
    ...(isMoving === undefined ? {} : movingUntil<Page>((page) => !isMoving(page))),
  });
  const goTo = (next: readonly string[]): void => {
    placesKept.set(name, next);
    drawAnew((times) => times + 1);
  };
  const nextCursor = query.data?.pagination.nextCursor ?? undefined;
  return {
    query,
    number: cursors.length + 1,
    next: nextCursor === undefined ? undefined : () => goTo([...cursors, nextCursor]),
    previous: cursors.length === 0 ? undefined : () => goTo(cursors.slice(0, -1)),
    // Asked for when the pointer is on its way to the button.
    prepareNext: () => {
      if (nextCursor !== undefined) queries.query(pageAt(nextCursor)).catch(shownWhenAsked);
    },
  };
}

interface CursorOptions<Page> {
  readonly enabled?: boolean;
  /** Whether something on the page on show changes by itself: it is asked for again then. */
  readonly isMoving?: (page: Page) => boolean;
}

export interface CursorPages<Page> {
  readonly query: UseQueryResult<Page>;
  /** Of the page on show, from 1. */
  readonly number: number;
  readonly next: (() => void) | undefined;
  readonly previous: (() => void) | undefined;
  readonly prepareNext: () => void;
}

export function PageButtons({ pages }: { readonly pages: CursorPages<unknown> }) {
  const { t } = useTranslation();
  const { next, previous, number, query, prepareNext } = pages;
  if (next === undefined && previous === undefined) return null;
  return (
    <Group justify="flex-end" gap="xs" component="nav" aria-label={t("nav.paging")}>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconChevronLeft size={16} aria-hidden />}
        disabled={previous === undefined}
        onClick={previous}
      >
        {t("action.previous")}
      </Button>
      {/* As wide with one digit as with four, and another element each time: neither a button nor a digit moves. */}
      <Text key={number} span ta="center" miw="4ch" className="numbers">
        {number}
      </Text>
      <Button
        variant="default"
        size="xs"
        rightSection={<IconChevronRight size={16} aria-hidden />}
        disabled={next === undefined}
        loading={query.isPlaceholderData}
        onClick={next}
        onMouseEnter={prepareNext}
        onFocus={prepareNext}
      >
        {t("action.next")}
      </Button>
    </Group>
  );
}

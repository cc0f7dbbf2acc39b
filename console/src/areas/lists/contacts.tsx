import { Anchor, Button, Group, Select, Stack, Text } from "@mantine/core";
import { IconFileImport, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { api } from "../../api/client.ts";
import { useRights } from "../../api/rights.ts";
import { useSessionZone } from "../../api/session-zone.ts";
import { useAddress } from "../../parts/address.ts";
import { CsvButton } from "../../parts/download/csv-button.tsx";
import { PageButtons, useCursorPages } from "../../parts/cursor-pages.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Nothing, Page, Waiting, WaitingRows } from "../../parts/page.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { useFormat } from "../../words/format.ts";
import { addWords } from "../../words/words.ts";
import { ClearUp } from "./clear-up.tsx";
import { ContactDialog } from "./contact-dialog.tsx";
import { ContactTable, contactRowHeight } from "./contact-table.tsx";
import { RenameList } from "./list-form.tsx";
import { contactsKey, listQuery, type OfList } from "../../parts/lists/queries.ts";
import { contactPage, contactStatuses, rowsOfPage, statusIn } from "./search.ts";
import { Selected } from "./selected.tsx";
import * as words from "./words.ts";

addWords("lists", words);

/** Who is in it: the contacts of a list, found, changed, taken out; the way to an import and an export. */
export default function Contacts({ params }: { readonly params: OfList }) {
  const { t } = useTranslation("lists");
  const { sessionId, listId } = params;
  // The router's own object has more members.
  const of = { sessionId, listId };
  const { mayWrite } = useRights();
  const [, go] = useLocation();
  const [, setMembers] = useAddress();
  const format = useFormat(useSessionZone(sessionId));
  const { data: list, error, refetch } = useQuery(listQuery(of));
  if (list === undefined) {
    return (
      <Page title={t("lists.title")}>
        {error === null ? <Waiting /> : <ErrorNote error={error} again={() => void refetch()} />}
        <BackToLists sessionId={sessionId} />
      </Page>
    );
  }
  const { contactCount: count } = list;
  const add = (
    <Button
      variant="default"
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={() => setMembers({ contact: "new" }, { replace: false })}
    >
      {t("contacts.add")}
    </Button>
  );
  const importing = (
    <Button
      component={Link}
      href={`/s/${sessionId}/lists/${listId}/import`}
      leftSection={<IconFileImport size={16} aria-hidden />}
    >
      {t("contacts.import")}
    </Button>
  );
  const ways = mayWrite ? (
    <Group gap="sm" justify="center">
      {importing}
      {add}
    </Group>
  ) : undefined;
  return (
    <Page
      title={list.name}
      actions={
        count > 0 && (
          <>
            {ways}
            <CsvButton
              sessionId={sessionId}
              name={list.name}
              make={async (signal) => await api().exportContacts(of, { signal })}
              variant="default"
            >
              {t("contacts.export")}
            </CsvButton>
          </>
        )
      }
    >
      <Stack gap={4}>
        <BackToLists sessionId={sessionId} />
        <Group gap="xs">
          <Text size="lg" fw={650} className="numbers">
            {t("contacts.count", { count, total: format.count(count) })}
          </Text>
          <Text size="sm" c="dimmed">
            {t("contacts.changed", { time: format.time(list.updatedAt) })}
          </Text>
          {mayWrite && <RenameList sessionId={sessionId} list={list} />}
        </Group>
        {list.description !== undefined && (
          <Text size="sm" className="written">
            {list.description}
          </Text>
        )}
      </Stack>
      {count === 0 ? (
        <Nothing action={ways}>{t("contacts.none")}</Nothing>
      ) : (
        <Found of={of} name={list.name} count={count} />
      )}
      {mayWrite && <ClearUp of={of} list={list} deleted={() => go(`/s/${sessionId}/lists`)} />}
      <ContactDialog of={of} list={list} />
    </Page>
  );
}

function BackToLists({ sessionId }: { readonly sessionId: string }) {
  const { t } = useTranslation("lists");
  return (
    <Anchor component={Link} href={`/s/${sessionId}/lists`} size="sm">
      {t("contacts.allLists")}
    </Anchor>
  );
}

const nothingSelected: ReadonlySet<string> = new Set();

interface FoundProps {
  readonly of: OfList;
  readonly name: string;
  readonly count: number;
}

function Found({ of, name, count }: FoundProps) {
  const { t } = useTranslation("lists");
  const { mayWrite } = useRights();
  const [member, setMembers] = useAddress();
  const filter = { search: member("search"), status: statusIn(member("status")) };
  const [selected, setSelected] = useState(nothingSelected);
  const pages = useCursorPages([...contactsKey(of), filter], (cursor, signal) =>
    contactPage(of, filter, { cursor, signal }),
  );
  const { query, next } = pages;
  const isEmpty = query.data?.data.length === 0;
  const isSearching = query.isPending || query.isPlaceholderData;
  return (
    <Stack gap="sm">
      <Group gap="sm" align="end" grow preventGrowOverflow={false} wrap="wrap">
        <SearchField
          label={t("contacts.search")}
          value={filter.search}
          search={(search) => {
            setSelected(nothingSelected);
            setMembers({ search });
          }}
        />
        <Select
          maw={{ base: "100%", xs: 240 }}
          aria-label={t("contacts.status")}
          data={[
            { value: "", label: t("contacts.anyStatus") },
            ...contactStatuses.map((status) => ({ value: status, label: t(`contacts.${status}`) })),
          ]}
          value={filter.status}
          onChange={(status) => {
            setSelected(nothingSelected);
            setMembers({ status: status ?? "" });
          }}
          allowDeselect={false}
        />
      </Group>
      <ErrorNote error={query.error} again={() => void query.refetch()} />
      {mayWrite && <Selected of={of} name={name} numbers={selected} clear={() => setSelected(nothingSelected)} />}
      <Text size="sm" c="dimmed" role="status" h={20}>
        {isSearching && <span className="after-a-moment">{t("contacts.searching")}</span>}
      </Text>
      {query.isPending && <WaitingRows rows={Math.min(rowsOfPage, count) + 1} height={contactRowHeight} />}
      {isEmpty && !isSearching && next === undefined && <Nothing>{t("contacts.noneFound")}</Nothing>}
      {isEmpty && !isSearching && next !== undefined && (
        <Nothing action={<Button onClick={next}>{t("contacts.searchOn")}</Button>}>{t("contacts.noneSoFar")}</Nothing>
      )}
      {query.data !== undefined && !isEmpty && (
        <ContactTable
          isOld={query.isPlaceholderData}
          of={of}
          contacts={query.data.data}
          selected={mayWrite ? selected : undefined}
          select={setSelected}
          open={(number) => setMembers({ contact: number }, { replace: false })}
        />
      )}
      <PageButtons pages={pages} />
    </Stack>
  );
}

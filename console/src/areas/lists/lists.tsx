import { Anchor, Button, Group, Table, Text, VisuallyHidden } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { List } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { given } from "../../api/given.ts";
import { useRights } from "../../api/rights.ts";
import { useSessionZone } from "../../api/session-zone.ts";
import { useAddress } from "../../parts/address.ts";
import { PageButtons, useCursorPages } from "../../parts/cursor-pages.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Nothing, Page, WaitingRows } from "../../parts/page.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { useFormat } from "../../words/format.ts";
import { addWords } from "../../words/words.ts";
import { DeleteList } from "./delete-list.tsx";
import { NewList, RenameList } from "./list-form.tsx";
import * as words from "./words.ts";

addWords("lists", words);

interface ListsProps {
  readonly params: { readonly sessionId: string };
}

/** Whom can I write to: the session's lists, how many are in each, and when each was used last. */
export default function Lists({ params: { sessionId } }: ListsProps) {
  const { t } = useTranslation("lists");
  const { mayWrite } = useRights();
  const [member, setMembers] = useAddress();
  const search = member("search");
  const pages = useCursorPages(["lists", sessionId, { search }], (cursor, signal) =>
    api().listLists({ sessionId, limit: 50, ...given({ cursor, search }) }, { signal }),
  );
  const { query } = pages;
  const isOpen = member("new") !== "";
  const open = (): void => setMembers({ new: "1" });
  const newList = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
      {t("lists.new")}
    </Button>
  );
  const isEmpty = query.data?.data.length === 0;
  return (
    <Page title={t("lists.title")} actions={mayWrite && newList}>
      {(search !== "" || !isEmpty) && (
        <SearchField label={t("lists.search")} value={search} search={(text) => setMembers({ search: text })} />
      )}
      <ErrorNote error={query.error} again={() => void query.refetch()} />
      {query.isPending && <WaitingRows rows={6} height={53} />}
      {isEmpty && (
        <Nothing action={mayWrite && search === "" ? newList : undefined}>
          {search === "" ? t("lists.none") : t("lists.noneFound")}
        </Nothing>
      )}
      {query.data !== undefined && !isEmpty && <Rows sessionId={sessionId} lists={query.data.data} />}
      <PageButtons pages={pages} />
      {mayWrite && <NewList sessionId={sessionId} isOpen={isOpen} close={() => setMembers({ new: "" })} />}
    </Page>
  );
}

function Rows({ sessionId, lists }: { readonly sessionId: string; readonly lists: readonly List[] }) {
  const { t } = useTranslation("lists");
  const { mayWrite } = useRights();
  const format = useFormat(useSessionZone(sessionId));
  return (
    <Table verticalSpacing="sm" highlightOnHover layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t("lists.name")}</Table.Th>
          <Table.Th scope="col" ta="right" w={88}>
            {t("lists.contacts")}
          </Table.Th>
          <Table.Th scope="col" visibleFrom="md" w={240}>
            {t("lists.lastUsed")}
          </Table.Th>
          {mayWrite && (
            <Table.Th scope="col" ta="right" w={96}>
              <VisuallyHidden>{t("lists.actions")}</VisuallyHidden>
            </Table.Th>
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {lists.map((list) => (
          <Table.Tr key={list.listId}>
            <Table.Th scope="row" fw={400} className="written">
              <Anchor component={Link} href={`/s/${sessionId}/lists/${list.listId}`} fw={600}>
                {list.name}
              </Anchor>
              {list.description !== undefined && (
                <Text size="sm" c="dimmed" lineClamp={2}>
                  {list.description}
                </Text>
              )}
            </Table.Th>
            <Table.Td ta="right" className="numbers">
              {format.count(list.contactCount)}
            </Table.Td>
            <Table.Td visibleFrom="md">
              {list.lastUsed === undefined ? (
                <Text size="sm" c="dimmed">
                  {t("lists.never")}
                </Text>
              ) : (
                <Anchor size="sm" component={Link} href={`/s/${sessionId}/campaigns/${list.lastUsed.campaignId}`}>
                  {format.time(list.lastUsed.at)}
                </Anchor>
              )}
            </Table.Td>
            {mayWrite && (
              <Table.Td>
                <Group gap={4} justify="flex-end" wrap="nowrap">
                  <RenameList sessionId={sessionId} list={list} />
                  <DeleteList sessionId={sessionId} list={list} isSmall />
                </Group>
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

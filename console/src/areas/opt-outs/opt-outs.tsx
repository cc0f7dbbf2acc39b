import { Button, Table, Text, VisuallyHidden } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { OptOut } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { given } from "../../api/given.ts";
import { useRights } from "../../api/rights.ts";
import { sessionsQuery } from "../../api/sessions.ts";
import { useAddress } from "../../parts/address.ts";
import { PageButtons, useCursorPages } from "../../parts/cursor-pages.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Nothing, Page, WaitingRows } from "../../parts/page.tsx";
import { numberAsWritten, PhoneNumber } from "../../parts/phone-number.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { useFormat } from "../../words/format.ts";
import { addWords } from "../../words/words.ts";
import { AddOptOut } from "./add-opt-out.tsx";
import { TakeBack } from "./take-back.tsx";
import * as words from "./words.ts";

addWords("opt-outs", words);

/** Who wants peace: numbers that get no broadcast, since when, and how they said so. */
export default function OptOuts() {
  const { t } = useTranslation("opt-outs");
  const { mayWrite } = useRights();
  const [member, setMembers] = useAddress();
  const search = member("search");
  const pages = useCursorPages(["opt-outs", { search }], (cursor, signal) =>
    api().listOptOuts({ limit: 50, ...given({ cursor, search }) }, { signal }),
  );
  const { query } = pages;
  const isEmpty = query.data?.data.length === 0;
  return (
    <Page
      title={t("title")}
      actions={
        mayWrite && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setMembers({ add: "1" })}>
            {t("add")}
          </Button>
        )
      }
    >
      <Text size="sm" c="dimmed" maw={680}>
        {t("lead")}
      </Text>
      {(search !== "" || !isEmpty) && (
        <SearchField label={t("search")} value={search} search={(text) => setMembers({ search: text })} />
      )}
      <ErrorNote error={query.error} again={() => void query.refetch()} />
      {query.isPending && <WaitingRows rows={6} height={53} />}
      {isEmpty && <Nothing>{search === "" ? t("none") : t("noneFound")}</Nothing>}
      {query.data !== undefined && !isEmpty && <Rows optOuts={query.data.data} />}
      <PageButtons pages={pages} />
      {mayWrite && <AddOptOut isOpen={member("add") !== ""} close={() => setMembers({ add: "" })} />}
    </Page>
  );
}

/** WhatsApp's own names for accounts are longer than numbers. */
const isNumber = (name: string): boolean => /^\d{5,15}$/.test(name);

function Rows({ optOuts }: { readonly optOuts: readonly OptOut[] }) {
  const { t } = useTranslation("opt-outs");
  const { mayTakeBack } = useRights();
  const { data: sessions = [] } = useQuery(sessionsQuery);
  const format = useFormat(sessions[0]?.timezone);
  const labelOf = (sessionId: string): string =>
    sessions.find((session) => session.sessionId === sessionId)?.label ?? sessionId;
  return (
    <Table verticalSpacing="sm" layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t("number")}</Table.Th>
          <Table.Th scope="col" visibleFrom="sm">
            {t("since")}
          </Table.Th>
          <Table.Th scope="col" visibleFrom="sm">
            {t("how")}
          </Table.Th>
          {mayTakeBack && (
            <Table.Th scope="col" w={128}>
              <VisuallyHidden>{t("actions")}</VisuallyHidden>
            </Table.Th>
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {optOuts.map((optOut) => {
          const { number, optedOutAt, source, sessionId } = optOut;
          const how =
            source === "api"
              ? t("byHand")
              : sessionId === undefined
                ? t("reply")
                : t("replyOf", { session: labelOf(sessionId) });
          return (
            <Table.Tr key={number}>
              <Table.Th scope="row" fw={600} className="written">
                {isNumber(number) ? <PhoneNumber digits={number} /> : t("hidden")}
                <Text size="xs" c="dimmed" fw={400} hiddenFrom="sm">
                  {format.time(optedOutAt)}
                  <br />
                  {how}
                </Text>
              </Table.Th>
              <Table.Td visibleFrom="sm" className="numbers">
                <Text size="sm">{format.time(optedOutAt)}</Text>
              </Table.Td>
              <Table.Td visibleFrom="sm" className="written">
                <Text size="sm">{how}</Text>
              </Table.Td>
              {mayTakeBack && (
                <Table.Td ta="right">
                  <TakeBack
                    number={number}
                    written={isNumber(number) ? numberAsWritten(number) : t("hidden")}
                    time={format.time(optedOutAt)}
                  />
                </Table.Td>
              )}
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

import { Button, MultiSelect, SimpleGrid, Stack } from "@mantine/core";
import { IconArrowLeft, IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { api } from "../../api/client.ts";
import { given } from "../../api/given.ts";
import { useSessionZone } from "../../api/session-zone.ts";
import { useAddress } from "../../parts/address.ts";
import { shownStates } from "../../parts/states/campaign-counts.ts";
import { ofCampaign, pathOf, useCampaignName, type OfCampaign } from "../../parts/states/campaign-query.ts";
import { PageButtons, useCursorPages } from "../../parts/cursor-pages.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Nothing, Page, WaitingRows } from "../../parts/page.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { addWords } from "../../words/words.ts";
import { RecipientDrawer } from "./recipient-drawer.tsx";
import { RecipientRows, rowHeight } from "./recipient-rows.tsx";
import * as words from "./words.ts";

addWords("recipients", words);

const rowsAPage = 50;
/** The API looks through so many rows a request; a page of a search may come empty with more behind it. */
const looksAtMost = 5;

/** What became of each recipient of a campaign. */
export default function Recipients({ params: named }: { readonly params: OfCampaign }) {
  const params = ofCampaign(named);
  const { t } = useTranslation("recipients");
  const { t: common } = useTranslation();
  const zone = useSessionZone(params.sessionId) ?? "UTC";
  const name = useCampaignName(params);
  const [member, setMembers] = useAddress();
  const status = statesIn(member("status"));
  const filters = given({ search: member("search"), status: status.join(",") });
  const pages = useCursorPages(["recipients", params.sessionId, params.campaignId, filters], (cursor, signal) =>
    firstWithRows({ ...params, limit: rowsAPage, ...filters }, cursor, signal),
  );
  const { query } = pages;
  const rows = query.data?.data;
  const isFiltered = Object.keys(filters).length > 0;
  const nothing = !isFiltered ? t("none") : pages.next === undefined ? t("noneFound") : t("lookOn");
  return (
    <Page
      title={name === undefined ? t("title") : t("of", { name })}
      actions={
        <>
          <Button
            component={Link}
            href={pathOf(params)}
            variant="default"
            leftSection={<IconArrowLeft size={16} aria-hidden />}
          >
            {t("back")}
          </Button>
          <Button
            variant="default"
            loading={query.isFetching && !query.isPending}
            onClick={() => void query.refetch()}
            leftSection={<IconRefresh size={16} aria-hidden />}
          >
            {common("action.refresh")}
          </Button>
        </>
      }
    >
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: "end" }}>
          <SearchField label={t("search")} value={member("search")} search={(search) => setMembers({ search })} />
          <MultiSelect
            aria-label={t("states")}
            placeholder={status.length === 0 ? t("anyState") : ""}
            data={shownStates.map((state) => ({ value: state, label: common(`recipientState.${state}`) }))}
            value={[...status]}
            onChange={(chosen) => setMembers({ status: chosen.join(",") })}
          />
        </SimpleGrid>
        <ErrorNote error={query.error} again={() => void query.refetch()} />
        {query.isPending && <WaitingRows rows={12} height={rowHeight} />}
        {rows?.length === 0 && <Nothing>{nothing}</Nothing>}
        {rows !== undefined && rows.length > 0 && (
          <RecipientRows
            recipients={rows}
            zone={zone}
            open={(number) => setMembers({ open: number }, { replace: false })}
          />
        )}
        <PageButtons pages={pages} />
      </Stack>
      <RecipientDrawer
        of={params}
        number={member("open")}
        known={rows?.find(({ number }) => number === member("open"))}
        zone={zone}
        close={() => setMembers({ open: "" })}
      />
    </Page>
  );
}

const statesIn = (text: string): readonly string[] =>
  text.split(",").filter((word) => shownStates.some((state) => state === word));

type Asked = OfCampaign & { readonly limit: number; readonly search?: string; readonly status?: string };

/** One page, or the next one with rows: a filter that few rows match is looked for a little further. */
async function firstWithRows(asked: Asked, from: string | undefined, signal: AbortSignal) {
  let cursor = from;
  for (let looks = 1; ; looks++) {
    const page = await api().listRecipients({ ...asked, ...given({ cursor }) }, { signal });
    const { nextCursor } = page.pagination;
    if (page.data.length > 0 || nextCursor === null || looks === looksAtMost) return page;
    cursor = nextCursor;
  }
}

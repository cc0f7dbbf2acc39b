import { Group, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { given } from "../../api/given.ts";
import { useRights } from "../../api/rights.ts";
import { useAddress } from "../../parts/address.ts";
import { PageButtons, useCursorPages } from "../../parts/cursor-pages.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { UploadDrop } from "../../parts/files/upload-drop.tsx";
import { useUploads } from "../../parts/files/use-uploads.ts";
import * as words from "../../parts/files/words.ts";
import { Nothing, Page, WaitingRows } from "../../parts/page.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { addWords } from "../../words/words.ts";
import { FileTable } from "./file-table.tsx";

addWords("files", words);

const states = ["ready", "checking", "awaiting_upload", "rejected"] as const;
type State = (typeof states)[number];
const isState = (word: string): word is State => states.some((state) => state === word);

/** What can go with messages: uploaded here, or by a program. */
export default function Files({ params: { sessionId } }: { readonly params: { readonly sessionId: string } }) {
  const { t } = useTranslation("files");
  const { mayWrite } = useRights();
  const { t: common } = useTranslation();
  const [filter, setFilter] = useAddress();
  const search = filter("search");
  const wanted = filter("state");
  const state = isState(wanted) ? wanted : undefined;
  const uploads = useUploads(sessionId);
  const pages = useCursorPages(
    ["media", sessionId, { search, state }],
    async (cursor, signal) =>
      await api().listUploads(
        {
          sessionId,
          purpose: "media",
          ...given({ state, search, cursor }),
        },
        { signal },
      ),
    { isMoving: ({ data }) => data.some((file) => file.state === "checking") },
  );
  const { data, error, refetch } = pages.query;
  const isFiltered = search !== "" || state !== undefined;
  return (
    <Page title={t("title")}>
      {mayWrite && <UploadDrop {...uploads} multiple />}
      <Group gap="sm">
        <div style={{ flex: "1 1 200px" }}>
          <SearchField label={common("action.search")} value={search} search={(text) => setFilter({ search: text })} />
        </div>
        <Select
          aria-label={t("state")}
          w={180}
          data={[
            { value: "", label: t("anyState") },
            ...states.map((one) => ({ value: one, label: t(`states.${one}`) })),
          ]}
          value={state ?? ""}
          onChange={(chosen) => setFilter({ state: chosen ?? "" })}
          allowDeselect={false}
        />
      </Group>
      <ErrorNote error={error} again={() => void refetch()} />
      {data === undefined && error === null && <WaitingRows height={64} />}
      {data?.data.length === 0 && <Nothing>{isFiltered ? t("noneFound") : t("none")}</Nothing>}
      {data !== undefined && data.data.length > 0 && <FileTable sessionId={sessionId} files={data.data} />}
      <PageButtons pages={pages} />
    </Page>
  );
}

import { Group, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "wouter";
import { api } from "../../api/client.ts";
import { useRights } from "../../api/rights.ts";
import { PageButtons, useCursorPages } from "../../parts/cursor-pages.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { UploadDrop } from "../../parts/files/upload-drop.tsx";
import { useUploads } from "../../parts/files/use-uploads.ts";
import * as words from "../../parts/files/words.ts";
import { Nothing, Page, WaitingRows } from "../../parts/page.tsx";
import { addWords } from "../../words/words.ts";
import { FileTable } from "./file-table.tsx";

addWords("files", words);

const states = ["ready", "checking", "awaiting_upload", "rejected"] as const;
type State = (typeof states)[number];
const isState = (word: string | null): word is State => states.some((state) => state === word);

/** What can go with messages: uploaded here, or by a program. */
export default function Files({ params: { sessionId } }: { readonly params: { readonly sessionId: string } }) {
  const { t } = useTranslation("files");
  const { mayWrite } = useRights();
  const [filters, setFilters] = useSearchParams();
  const search = filters.get("search") ?? "";
  const wanted = filters.get("state");
  const state = isState(wanted) ? wanted : undefined;
  const uploads = useUploads(sessionId);
  const pages = useCursorPages(
    ["media", sessionId, { search, state }],
    async (cursor, signal) =>
      await api().listUploads(
        {
          sessionId,
          purpose: "media",
          ...(state === undefined ? {} : { state }),
          ...(search === "" ? {} : { search }),
          ...(cursor === undefined ? {} : { cursor }),
        },
        { signal },
      ),
  );
  const { data, error, refetch } = pages.query;
  const filter = (name: string, value: string): void => {
    setFilters(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === "") next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  };
  const isFiltered = search !== "" || state !== undefined;
  return (
    <Page title={t("title")}>
      {mayWrite && <UploadDrop {...uploads} multiple />}
      <Group gap="sm">
        <Search search={search} change={(text) => filter("search", text)} />
        <Select
          aria-label={t("state")}
          w={180}
          data={[
            { value: "", label: t("anyState") },
            ...states.map((one) => ({ value: one, label: t(`states.${one}`) })),
          ]}
          value={state ?? ""}
          onChange={(chosen) => filter("state", chosen ?? "")}
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

function Search({ search, change }: { readonly search: string; readonly change: (text: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(search);
  const settle = useDebouncedCallback((text: string) => change(text.trim()), 300);
  return (
    <TextInput
      aria-label={t("action.search")}
      placeholder={t("action.search")}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed}
      maxLength={100}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
      style={{ flex: "1 1 200px" }}
    />
  );
}

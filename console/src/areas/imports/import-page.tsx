import { Anchor, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useAreRightsKnown, useRights } from "../../api/rights.ts";
import { useAddress } from "../../parts/address.ts";
import { useDraft } from "../../parts/draft.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Page, Waiting } from "../../parts/page.tsx";
import { addWords } from "../../words/words.ts";
import { listQuery, type OfList } from "../../parts/lists/queries.ts";
import * as wordsOfLists from "../lists/words.ts";
import { nameOfSource } from "./check.ts";
import { Checked } from "./checked.tsx";
import { noChoices, type Choices, type Source } from "./choices.ts";
import { Drop } from "./drop.tsx";
import { EarlierImports } from "./earlier.tsx";
import { OneImport } from "./progress.tsx";
import { RunningNow } from "./running-now.tsx";
import * as words from "./words.ts";

addWords("imports", words);
addWords("lists", wordsOfLists);

/** Did it read my file right: the file, what is made of it, and its import until it is over. */
export default function ImportPage({ params }: { readonly params: OfList }) {
  const { t } = useTranslation("imports");
  const { sessionId, listId } = params;
  const of = { sessionId, listId };
  const { mayWrite } = useRights();
  const areRightsKnown = useAreRightsKnown();
  const [member, setMembers] = useAddress();
  const { data: list, error, refetch } = useQuery(listQuery(of));
  const { draft, change, forget } = useDraft<Choices>(`import/${listId}`, noChoices);
  const [file, setFile] = useState<File>();
  const importId = member("import");
  const source = sourceOf(file, draft.uploadKey);
  const start = (): void => {
    setFile(undefined);
    forget();
  };
  const choose = (chosen: File, uploadKey = ""): void => {
    // The same file once more, such as after a reload: what was chosen for it holds.
    if (chosen.name === draft.fileName) change({ uploadKey });
    else change({ ...noChoices, country: draft.country, mode: draft.mode, fileName: chosen.name, uploadKey });
    setFile(uploadKey === "" ? chosen : undefined);
  };
  if (list === undefined || !areRightsKnown) {
    return (
      <Page title={t("title", { name: "" })}>
        {error === null ? <Waiting /> : <ErrorNote error={error} again={() => void refetch()} />}
      </Page>
    );
  }
  return (
    <Page title={t("title", { name: list.name })}>
      <Anchor component={Link} href={`/s/${sessionId}/lists/${listId}`} size="sm">
        {t("toList")}
      </Anchor>
      {importId !== "" && (
        <OneImport
          key={importId}
          of={of}
          list={list}
          importId={importId}
          another={() => setMembers({ import: "" }, { replace: false })}
        />
      )}
      {importId === "" && <RunningNow of={of} />}
      {importId === "" && !mayWrite && <Text>{t("readOnly")}</Text>}
      {importId === "" && mayWrite && source === undefined && (
        <Drop sessionId={sessionId} lost={draft.fileName} chosen={choose} />
      )}
      {importId === "" && mayWrite && source !== undefined && (
        <Checked
          key={nameOfSource(source)}
          of={of}
          list={list}
          source={source}
          choices={draft}
          change={change}
          otherFile={start}
          started={(started) => {
            start();
            setMembers({ import: started }, { replace: false });
          }}
        />
      )}
      <EarlierImports of={of} />
    </Page>
  );
}

function sourceOf(file: File | undefined, uploadKey: string): Source | undefined {
  if (uploadKey !== "") return { uploadKey };
  return file === undefined ? undefined : { csv: file };
}

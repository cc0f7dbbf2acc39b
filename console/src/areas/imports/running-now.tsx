import { Anchor, Stack } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { api } from "../../api/client.ts";
import { usePolled } from "../../api/polling.ts";
import { useSessionZone } from "../../api/session-zone.ts";
import { useFormat } from "../../words/format.ts";
import { contactsChanged, type OfList } from "../../parts/lists/queries.ts";
import { isOver, Running } from "./progress.tsx";

/** Imports that run while the person was elsewhere. */
export function RunningNow({ of }: { readonly of: OfList }) {
  const { t } = useTranslation("imports");
  const format = useFormat(useSessionZone(of.sessionId));
  const { data } = usePolled(
    ["imports", of.listId, "now"],
    async ({ signal }) => (await api().listImports({ ...of, limit: 20 }, { signal })).data,
    { isOver: (imports) => imports.every((job) => isOver(job) || job.dryRun) },
  );
  const running = data?.filter((job) => !isOver(job) && !job.dryRun) ?? [];
  const queries = useQueryClient();
  const { sessionId, listId } = of;
  const ran = useRef(0);
  // What is over stands among the earlier ones with its outcome.
  useEffect(() => {
    if (running.length < ran.current) {
      void queries.invalidateQueries({ queryKey: ["imports", listId, "page"] });
      void contactsChanged(queries, { sessionId, listId });
    }
    ran.current = running.length;
  }, [queries, sessionId, listId, running.length]);
  return running.map((job) => (
    <Stack key={job.importId} gap={4}>
      <Anchor size="sm" component={Link} href={`/s/${of.sessionId}/lists/${of.listId}/import?import=${job.importId}`}>
        {t("earlier.open", { time: format.time(job.createdAt) })}
      </Anchor>
      <Running job={job} />
    </Stack>
  ));
}

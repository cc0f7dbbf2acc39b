import { Button, Checkbox, Group } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Import, List } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { useRepeatKey } from "../../api/repeat-key.ts";
import { ConfirmButton } from "../../parts/confirm.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { useFormat } from "../../words/format.ts";
import { InUse, usedBy } from "../lists/in-use.tsx";
import type { OfList } from "../../parts/lists/queries.ts";
import { nameOfSource, sendMs } from "./check.ts";
import { optionsOf, type Choices, type Source } from "./choices.ts";
import { readyIn } from "./counts.tsx";

interface StartProps {
  readonly of: OfList;
  readonly list: List;
  readonly source: Source;
  readonly choices: Choices;
  /** The dry run of these very choices; undefined while it goes on. */
  readonly read: Import | undefined;
  readonly started: (importId: string) => void;
}

/** Starts the import as it was checked. One that replaces the list asks, naming how many contacts leave it. */
export function Start({ of, list, source, choices, read, started }: StartProps) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const queries = useQueryClient();
  const repeat = useRepeatKey();
  const [campaigns, setCampaigns] = useState<readonly string[]>();
  const [force, setForce] = useState(false);
  const start = async (): Promise<void> => {
    const options = {
      ...optionsOf(choices),
      ...(force && campaigns !== undefined && choices.mode === "replace" ? { force } : {}),
    };
    const idempotencyKey = repeat.keyOf([nameOfSource(source), options]);
    const input = { ...of, ...source, ...options };
    try {
      const { data } = await api().importContacts(input, { idempotencyKey, timeoutMs: sendMs });
      repeat.renew();
      void queries.invalidateQueries({ queryKey: ["imports", of.listId] });
      started(data.importId);
    } catch (error) {
      setCampaigns(usedBy(error));
      throw error;
    }
  };
  const starting = useMutation({ mutationFn: start });
  const ready = read === undefined ? 0 : readyIn(read);
  const isReady = read !== undefined && ready > 0;
  const verb = t("start.go", { count: ready, total: format.count(ready) });
  if (choices.mode === "replace") {
    return (
      <Group>
        <ConfirmButton
          size="md"
          variant="filled"
          disabled={!isReady}
          title={t("start.replaceTitle")}
          question={
            <>
              {t("start.replaceQuestion", {
                name: list.name,
                total: format.count(ready),
                removed: format.count(read?.removed ?? 0),
              })}
              {campaigns !== undefined && (
                <>
                  <InUse sessionId={of.sessionId} campaigns={campaigns} />
                  <Checkbox
                    mt="sm"
                    label={t("start.force")}
                    checked={force}
                    onChange={(event) => setForce(event.currentTarget.checked)}
                  />
                </>
              )}
            </>
          }
          verb={t("start.replaceVerb")}
          act={start}
        >
          {read === undefined ? t("start.wait") : verb}
        </ConfirmButton>
      </Group>
    );
  }
  return (
    <div>
      <ErrorNote error={starting.error} />
      <Button size="md" disabled={!isReady} loading={starting.isPending} onClick={() => starting.mutate()}>
        {read === undefined ? t("start.wait") : verb}
      </Button>
    </div>
  );
}

import { Checkbox, Divider, Group, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { List } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { ConfirmButton } from "../../parts/confirm.tsx";
import { tellDone } from "../../parts/notices.tsx";
import { useFormat } from "../../words/format.ts";
import { DeleteList } from "./delete-list.tsx";
import { InUse, usedBy } from "./in-use.tsx";
import { contactsChanged, type OfList } from "../../parts/lists/queries.ts";

interface ClearUpProps {
  readonly of: OfList;
  readonly list: List;
  readonly deleted: () => void;
}

/** What takes a whole list away, below all else. */
export function ClearUp({ of, list, deleted }: ClearUpProps) {
  const { t } = useTranslation("lists");
  return (
    <>
      <Divider label={t("contacts.danger")} labelPosition="left" mt="xl" />
      <Group gap="sm">
        {list.contactCount > 0 && <EmptyList of={of} list={list} />}
        <DeleteList sessionId={of.sessionId} list={list} done={deleted} />
      </Group>
    </>
  );
}

function EmptyList({ of, list: { name, contactCount } }: Omit<ClearUpProps, "deleted">) {
  const { t } = useTranslation("lists");
  const format = useFormat();
  const queries = useQueryClient();
  const [campaigns, setCampaigns] = useState<readonly string[]>();
  const [force, setForce] = useState(false);
  const [gone, setGone] = useState(0);
  const [asked, setAsked] = useState(contactCount);
  const total = format.count(asked);
  // The API empties a long list a part a request: it is empty when a request finds nothing to remove.
  const act = async (): Promise<void> => {
    setGone(0);
    setAsked(contactCount);
    let all = 0;
    try {
      for (;;) {
        const { data } = await api().deleteContacts({
          ...of,
          all: true,
          ...(force && campaigns !== undefined ? { force } : {}),
        });
        if (data.deleted === 0) break;
        all += data.deleted;
        setGone(all);
      }
    } catch (error) {
      setCampaigns(usedBy(error));
      throw error;
    } finally {
      if (all > 0) void contactsChanged(queries, of);
    }
    void tellDone(t("contacts.removed", { count: all, total: format.count(all) }));
  };
  return (
    <ConfirmButton
      title={t("contacts.emptyTitle")}
      question={
        <>
          {t("contacts.emptyQuestion", { count: asked, total, name })}
          {campaigns !== undefined && (
            <>
              <InUse sessionId={of.sessionId} campaigns={campaigns} />
              <Checkbox
                mt="sm"
                label={t("contacts.force")}
                checked={force}
                onChange={(event) => setForce(event.currentTarget.checked)}
              />
            </>
          )}
          <Text size="sm" mt="xs" c="dimmed" role="status" className="numbers">
            {gone > 0 && t("contacts.emptied", { total: format.count(gone) })}
          </Text>
        </>
      }
      verb={t("contacts.empty")}
      act={act}
    >
      {t("contacts.empty")}
    </ConfirmButton>
  );
}

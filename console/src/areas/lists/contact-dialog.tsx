import { Group, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Contact, List } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { useRights } from "../../api/rights.ts";
import { useAddress } from "../../parts/address.ts";
import { ConfirmButton } from "../../parts/confirm.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { tellDone } from "../../parts/notices.tsx";
import { Waiting } from "../../parts/page.tsx";
import { numberAsWritten, PhoneNumber } from "../../parts/phone-number.tsx";
import { ChangeContact } from "./change-contact.tsx";
import { ContactHistory } from "./contact-history.tsx";
import { ContactStatus } from "./contact-status.tsx";
import { NewContact } from "./new-contact.tsx";
import { contactsChanged, contactsKey, type OfList } from "../../parts/lists/queries.ts";

interface ContactDialogProps {
  readonly of: OfList;
  readonly list: List;
}

/** The contact that the address names, or a new one, over the list. */
export function ContactDialog({ of, list }: ContactDialogProps) {
  const { t } = useTranslation("lists");
  const { mayWrite } = useRights();
  const [member, setMembers] = useAddress();
  const number = member("contact");
  const close = (): void => setMembers({ contact: "" });
  const isNew = number === "new";
  return (
    <Dialog
      isOpen={isNew ? mayWrite : number !== ""}
      close={close}
      size="lg"
      title={isNew ? t("form.addTitle") : t("form.changeTitle")}
    >
      {isNew ? (
        <NewContact of={of} close={close} />
      ) : (
        number !== "" && <OneContact key={number} of={of} list={list} number={number} close={close} />
      )}
    </Dialog>
  );
}

interface OneContactProps extends ContactDialogProps {
  readonly number: string;
  readonly close: () => void;
}

function OneContact({ of, list, number, close }: OneContactProps) {
  const { t } = useTranslation("lists");
  const { mayWrite } = useRights();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: [...contactsKey(of), "one", number],
    queryFn: async ({ signal }) => (await api().getContact({ ...of, number }, { signal })).data,
  });
  if (data === undefined)
    return error === null ? <Waiting /> : <ErrorNote error={error} again={() => void refetch()} />;
  const who = data.name ?? numberAsWritten(data.number);
  return (
    <Stack>
      <Group gap="sm">
        <PhoneNumber digits={data.number} />
        <ContactStatus status={data.status} />
      </Group>
      {mayWrite ? <ChangeContact of={of} contact={data} close={close} /> : <AsItIs contact={data} />}
      <ContactHistory sessionId={of.sessionId} history={data.history} />
      {mayWrite && (
        <Group>
          <ConfirmButton
            size="xs"
            title={t("contacts.removeTitle")}
            question={t("contacts.removeOne", { who, name: list.name })}
            verb={t("form.remove")}
            act={() => api().deleteContact({ ...of, number: data.number })}
            done={() => {
              close();
              void contactsChanged(queries, of);
              void tellDone(t("contacts.removed", { count: 1, total: "1" }));
            }}
          >
            {t("form.remove")}
          </ConfirmButton>
        </Group>
      )}
    </Stack>
  );
}

function AsItIs({ contact: { name, fields } }: { readonly contact: Contact }) {
  const { t } = useTranslation("lists");
  const rows = [...(name === undefined ? [] : [[t("contacts.name"), name]]), ...Object.entries(fields)];
  return (
    <Stack gap="xs" component="dl" m={0}>
      {rows.map(([label, value]) => (
        <div key={label}>
          <Text component="dt" size="xs" c="dimmed" className="written">
            {label}
          </Text>
          <Text component="dd" size="sm" m={0} className="written">
            {value}
          </Text>
        </div>
      ))}
    </Stack>
  );
}

import { useQuery } from "@tanstack/react-query";
import type { Contact } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { contactsKey } from "../lists/queries.ts";
import { fieldsOf } from "./variables.ts";
import { mostPreviewed } from "./use-preview.ts";

interface FirstContacts {
  readonly contacts: readonly Contact[];
  /** What can be put into a text to these contacts beside name and number. */
  readonly fields: readonly string[];
}

const none: FirstContacts = { contacts: [], fields: [] };

/** The first contacts of a list: its fields are theirs. */
export function useFirstContacts(sessionId: string, listId: string | undefined): FirstContacts {
  const { data = none } = useQuery({
    queryKey: [...contactsKey({ listId: listId ?? "" }), "first"],
    queryFn: async ({ signal }) => {
      const { data: contacts } = await api().listContacts(
        { sessionId, listId: listId ?? "", limit: mostPreviewed },
        { signal },
      );
      return { contacts, fields: fieldsOf(contacts) };
    },
    enabled: listId !== undefined,
    staleTime: 30_000,
  });
  return data;
}

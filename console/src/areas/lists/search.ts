import type { Contact } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { given } from "../../api/given.ts";
import type { OfList } from "../../parts/lists/queries.ts";

/** A page of contacts. A search reads a part of the list a request: an answer may be short although there are more matches. */

export const contactStatuses = ["active", "opted_out", "not_on_whatsapp"] as const;
export type StatusFilter = (typeof contactStatuses)[number] | "";

export const statusIn = (text: string): StatusFilter => contactStatuses.find((status) => status === text) ?? "";

export interface ContactFilter {
  readonly search: string;
  readonly status: StatusFilter;
}

export interface ContactPage {
  readonly data: readonly Contact[];
  readonly pagination: { readonly nextCursor: string | null };
}

export const rowsOfPage = 25;
/** After so long what was found is shown, and the next page searches on. */
const showAfterMs = 3_000;
/** As long as nothing was found, so long; then the person decides. */
const searchMs = 60_000;

type AskOptions = Readonly<{ cursor: string | undefined; signal: AbortSignal; now?: () => number }>;

export async function contactPage(
  list: OfList,
  filter: ContactFilter,
  { cursor, signal, now = Date.now }: AskOptions,
): Promise<ContactPage> {
  const begun = now();
  const found: Contact[] = [];
  let from = cursor;
  for (;;) {
    const limit = rowsOfPage - found.length;
    const page = await api().listContacts({ ...list, limit, ...given({ ...filter, cursor: from }) }, { signal });
    found.push(...page.data);
    from = page.pagination.nextCursor ?? undefined;
    if (
      from === undefined ||
      found.length >= rowsOfPage ||
      now() - begun > (found.length > 0 ? showAfterMs : searchMs)
    ) {
      return { data: found, pagination: { nextCursor: from ?? null } };
    }
  }
}

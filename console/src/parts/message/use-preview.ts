import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { PreviewMessageResponses } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";

type Previewed = PreviewMessageResponses[200]["data"];
/** Most that the API shows at once. */
export const mostPreviewed = 50;

/** What is shown: a text, or a template as it is kept, for contacts of a list or for one that is made up. */
export interface Previewable {
  readonly message?: string | undefined;
  readonly templateId?: string | undefined;
  readonly variables?: Readonly<Record<string, string>>;
  readonly listId?: string | undefined;
  readonly contact?: { readonly name: string; readonly fields: Readonly<Record<string, string>> };
}

export interface Preview {
  readonly contacts: Previewed;
  readonly query: UseQueryResult<Previewed>;
}

/** A number that no one has, for a contact that is made up. */
const madeUp = "628110000000";

/** What the API makes of a text for these contacts, a moment after the last key. */
export function usePreview(sessionId: string, previewed: Previewable): Preview {
  const [settled] = useDebouncedValue(JSON.stringify(previewed), 400);
  const { message = "", templateId, variables = {}, listId, contact } = JSON.parse(settled) as Previewable;
  const of =
    listId !== undefined
      ? { listId, limit: mostPreviewed }
      : { contacts: contact === undefined ? [] : [{ number: madeUp, ...contact }] };
  const asked = { sessionId, variables, ...of };
  const hasText = templateId !== undefined || message.trim() !== "";
  const query = useQuery({
    queryKey: ["preview", sessionId, settled],
    queryFn: async ({ signal }) => {
      const { data } =
        templateId === undefined
          ? await api().previewMessage({ ...asked, message }, { signal })
          : await api().previewTemplate({ ...asked, templateId }, { signal });
      return data;
    },
    enabled: hasText && (listId !== undefined || contact !== undefined),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  const isShown = hasText && (listId !== undefined || contact !== undefined);
  return { contacts: isShown ? (query.data ?? []) : [], query };
}

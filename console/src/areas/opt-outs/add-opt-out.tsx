import { TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { given } from "../../api/given.ts";
import { useRepeatKey } from "../../api/repeat-key.ts";
import { sessionsQuery } from "../../api/sessions.ts";
import { CountrySelect } from "../../parts/country-select.tsx";
import { useDraft } from "../../parts/draft.ts";
import { Dialog, DialogForm } from "../../parts/dialog.tsx";
import { errorOf } from "../../parts/error-note.tsx";
import { tellDone } from "../../parts/notices.tsx";
import { countryOfNumber, numberAsWritten } from "../../parts/phone-number.tsx";

/** A number that said so in another way: on the phone, in the shop. */
export function AddOptOut({ isOpen, close }: { readonly isOpen: boolean; readonly close: () => void }) {
  const { t } = useTranslation("opt-outs");
  const { t: common } = useTranslation();
  const queries = useQueryClient();
  const { data: sessions = [] } = useQuery(sessionsQuery);
  // An opt-out is of no session: the country is that of the first one that has any.
  const usual = sessions.flatMap(({ defaultCountry, number }) => defaultCountry ?? countryOfNumber(number) ?? []).at(0);
  const { draft, change, forget } = useDraft("opt-out", { number: "", country: null as string | null });
  const country = draft.country ?? usual ?? "";
  const repeat = useRepeatKey();
  const adding = useMutation({
    mutationFn: async () => {
      const input = { number: draft.number, ...given({ defaultCountry: country }) };
      return (await api().addOptOut(input, { idempotencyKey: repeat.keyOf(input) })).data;
    },
    onSuccess: ({ number }) => {
      repeat.renew();
      forget();
      close();
      void queries.invalidateQueries({ queryKey: ["opt-outs"] });
      void queries.invalidateQueries({ queryKey: ["contacts"] });
      void tellDone(t("added", { number: numberAsWritten(number) }));
    },
  });
  return (
    <Dialog isOpen={isOpen} close={close} title={t("addTitle")}>
      <DialogForm
        verb={common("action.add")}
        submit={() => adding.mutate()}
        close={close}
        isBusy={adding.isPending}
        error={adding.error}
        besideFields={["number", "defaultCountry"]}
      >
        <TextInput
          label={t("number")}
          description={t("numberHint")}
          value={draft.number}
          onChange={(event) => change({ number: event.currentTarget.value })}
          error={errorOf(adding.error, "number")}
          inputMode="tel"
          data-autofocus
          required
        />
        <CountrySelect
          label={t("country")}
          value={country}
          none={t("noCountry")}
          error={errorOf(adding.error, "defaultCountry")}
          choose={(code) => change({ country: code })}
        />
      </DialogForm>
    </Dialog>
  );
}

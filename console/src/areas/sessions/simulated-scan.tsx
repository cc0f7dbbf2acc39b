import { Alert, Button, Group, TextInput } from "@mantine/core";
import { IconDeviceMobile } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useUntilLeft } from "../../api/until-left.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import { simulator } from "../../api/simulator.ts";

/** As in README's first broadcast. */
const usualNumber = "628111000111";

/** On the simulated network a phone of this page scans the code, so that a newcomer sees the whole circle. */
export function SimulatedScan({ sessionId }: { readonly sessionId: string }) {
  const { t } = useTranslation("sessions");
  const [number, setNumber] = useState(usualNumber);
  const queries = useQueryClient();
  const untilLeft = useUntilLeft();
  const scanning = useMutation({
    mutationFn: async () => {
      const signal = untilLeft();
      // The code has to be on show before a phone can scan it.
      for (;;) {
        const answer = await api().getQrCode({ sessionId }, { signal });
        if ("connected" in answer) return;
        if ("qrCode" in answer) break;
      }
      await simulator.scan(sessionId, number.replaceAll(/\D/g, ""));
    },
    onSuccess: async () => await queries.invalidateQueries({ queryKey: ["sessions"] }),
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    scanning.mutate();
  };
  return (
    <Alert icon={<IconDeviceMobile aria-hidden />} title={t("link.simulated")} mb="md">
      <form onSubmit={submit}>
        <Group align="flex-end">
          <TextInput
            label={t("link.simulatedPhone")}
            inputMode="tel"
            value={number}
            onChange={(event) => {
              setNumber(event.currentTarget.value);
            }}
          />
          <Button type="submit" loading={scanning.isPending}>
            {t("link.simulatedScan")}
          </Button>
        </Group>
        <ErrorNote error={scanning.error} />
      </form>
    </Alert>
  );
}

import { Button, MultiSelect, SimpleGrid } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { given } from "../../api/given.ts";
import { useAddress } from "../../parts/address.ts";
import { DayRange } from "../../parts/day-range.tsx";
import { isDay } from "../../parts/days.ts";
import { SearchField } from "../../parts/search-field.tsx";

const states = ["scheduled", "running", "paused", "completed", "stopped"] as const;

/** As the address has them, for the request. */
export function useCampaignFilters() {
  const [member] = useAddress();
  const day = (name: string): string => (isDay(member(name)) ? member(name) : "");
  const status = member("status")
    .split(",")
    .filter((word) => states.some((state) => state === word));
  const filters = given({ search: member("search"), status: status.join(","), from: day("from"), to: day("to") });
  return { filters, isFiltered: Object.keys(filters).length > 0 };
}

export function CampaignFilters() {
  const { t } = useTranslation("campaigns");
  const { t: common } = useTranslation();
  const [, setMembers] = useAddress();
  const { filters, isFiltered } = useCampaignFilters();
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm" className="not-printed" style={{ alignItems: "end" }}>
      <SearchField label={t("search")} value={filters.search ?? ""} search={(search) => setMembers({ search })} />
      <MultiSelect
        label={t("states")}
        placeholder={filters.status === undefined ? t("anyState") : ""}
        data={states.map((state) => ({ value: state, label: common(`campaignState.${state}`) }))}
        value={filters.status?.split(",") ?? []}
        onChange={(chosen) => setMembers({ status: chosen.join(",") })}
      />
      <DayRange
        label={t("days")}
        placeholder={t("anyDay")}
        from={filters.from}
        to={filters.to}
        change={(from = "", to = "") => setMembers({ from, to })}
      />
      {isFiltered && (
        <Button variant="subtle" onClick={() => setMembers({ search: "", status: "", from: "", to: "" })}>
          {t("clear")}
        </Button>
      )}
    </SimpleGrid>
  );
}

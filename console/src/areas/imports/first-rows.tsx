import { Stack, Table, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Import } from "../../../../clients/typescript/src/index.ts";
import { numberAsWritten } from "../../parts/phone-number.tsx";

/** The first rows as they will be, with the reason of each that is left out. */
export function FirstRows({ read: { firstRows = [], columns = [] } }: { readonly read: Import }) {
  const { t } = useTranslation("imports");
  const fields = columns.flatMap(({ readAs, field }) => (readAs === "field" && field !== undefined ? [field] : []));
  if (firstRows.length === 0) return null;
  return (
    <Stack gap="xs">
      <Title order={2} size="h4" id="first-rows">
        {t("rows.title")}
      </Title>
      <Table.ScrollContainer
        minWidth={360 + 120 * fields.length}
        type="native"
        tabIndex={0}
        role="region"
        aria-labelledby="first-rows"
      >
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col" w={70}>
                {t("rows.line")}
              </Table.Th>
              <Table.Th scope="col">{t("rows.number")}</Table.Th>
              <Table.Th scope="col">{t("rows.name")}</Table.Th>
              {fields.map((field) => (
                <Table.Th key={field} scope="col">
                  <Text span size="sm" fw={700} truncate="end" display="block" maw={180}>
                    {field}
                  </Text>
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {firstRows.map(({ line, number, name, fields: values = {}, problem }) => (
              <Table.Tr key={line}>
                <Table.Td className="numbers">{line}</Table.Td>
                <Table.Td className="numbers" style={{ whiteSpace: "nowrap" }}>
                  {problem === undefined ? numberAsWritten(number) : number}
                </Table.Td>
                {problem === undefined ? (
                  <>
                    <Table.Td className="written">{name}</Table.Td>
                    {fields.map((field) => (
                      <Table.Td key={field}>
                        <Text size="sm" truncate="end" maw={180}>
                          {values[field]}
                        </Text>
                      </Table.Td>
                    ))}
                  </>
                ) : (
                  <Table.Td colSpan={fields.length + 1} className="written">
                    <IconAlertTriangle size={14} aria-hidden /> {t("rows.problem")}: {problem}
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}

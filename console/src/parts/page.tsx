import { Box, Center, Group, Loader, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface PageProps {
  readonly title: string;
  /** Beside the title: what a person does here. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** One page: its title is the browser's, too, and has the focus when it opens, so that a screen reader says where it is. */
export function Page({ title, actions, children }: PageProps) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const name = `${title} · ${t("product")}`;
  useEffect(() => {
    document.title = name;
  }, [name]);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="center" wrap="wrap">
        <Title order={1} size="h2" ref={heading} tabIndex={-1} style={{ outline: "none" }} className="written">
          {title}
        </Title>
        {actions !== undefined && <Group gap="sm">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}

/** In the place of a page or a part of it that is on its way. */
export function Waiting() {
  const { t } = useTranslation();
  return (
    <Center mih={120} role="status" aria-label={t("loading")} className="after-a-moment">
      <Loader type="dots" />
    </Center>
  );
}

/** Rows in the place of those that are on their way, as high as they will be: nothing jumps. */
export function WaitingRows({ rows = 8, height = 40 }: { readonly rows?: number; readonly height?: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap={1} role="status" aria-label={t("loading")}>
      {Array.from({ length: rows }, (_, row) => (
        <Box key={row} h={height} py={8}>
          <Skeleton h={height - 16} className="after-a-moment" />
        </Box>
      ))}
    </Stack>
  );
}

/** Where there is nothing: what would stand here, and how to begin. */
export function Nothing({ children, action }: { readonly children?: ReactNode; readonly action?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Center mih={140}>
      <Stack align="center" gap="sm" maw={480}>
        <Text c="dimmed" ta="center">
          {children ?? t("nothing")}
        </Text>
        {action}
      </Stack>
    </Center>
  );
}

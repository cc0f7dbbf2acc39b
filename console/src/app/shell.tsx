import { ActionIcon, Alert, Anchor, AppShell, Box, Burger, Group, Menu, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconLogout, IconUserCircle, IconWifiOff } from "@tabler/icons-react";
import { useEffect, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { useConnectionLost } from "../api/connection.ts";
import { keyStore } from "../api/key-store.ts";
import { useAskWhileLost } from "../api/rights.ts";
import { takeCode } from "../areas/sign-in/one-time-code.ts";
import { Appearance } from "./appearance.tsx";
import { LanguageChoice } from "./language-choice.tsx";
import { Navigation } from "./navigation.tsx";

/** The frame of every page: where one can go, the language, the way out, and whether the connection is there. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const [isOpen, { toggle, close }] = useDisclosure();
  const [path] = useLocation();
  const isLost = useConnectionLost();
  useAskWhileLost(isLost);
  useEffect(close, [path, close]);
  useEffect(() => {
    scrollTo(0, 0);
  }, [path]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 248, breakpoint: "md", collapsed: { mobile: !isOpen } }}
      padding={{ base: "sm", sm: "lg" }}
    >
      <Anchor href="#content" className="skip" onClick={toContent}>
        {t("nav.skip")}
      </Anchor>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="md" size="sm" aria-label={t("nav.menu")} />
            <Anchor component={Link} href="/" underline="never" c="inherit">
              <Group gap="xs" wrap="nowrap">
                <img src="/console/icon.svg" alt="" width={28} height={28} />
                <Text fw={650}>{t("product")}</Text>
              </Group>
            </Anchor>
          </Group>
          <Group gap={4} wrap="nowrap">
            <LanguageChoice />
            <Appearance />
            <SignOut />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar aria-label={t("nav.pages")}>
        <Box p="xs" style={{ overflowY: "auto" }}>
          <Navigation />
        </Box>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} style={{ outline: "none" }}>
        {isLost && (
          <Alert color="yellow" icon={<IconWifiOff aria-hidden />} mb="md" role="status">
            {t("lost")}
          </Alert>
        )}
        {children}
      </AppShell.Main>
    </AppShell>
  );
}

/** The address names a page after its `#`, so the link moves the focus by itself. */
function toContent(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById("content")?.focus();
}

function SignOut() {
  const { t } = useTranslation();
  const signOut = (): void => {
    // A code that this page was opened with is not for the next person at it.
    takeCode();
    keyStore.forget();
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("signOut")}>
          <IconUserCircle aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={signOut}>
          {t("signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

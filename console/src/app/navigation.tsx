import { Divider, NavLink, Stack } from "@mantine/core";
import {
  IconAddressBook,
  IconApi,
  IconBan,
  IconBook2,
  IconBroadcast,
  IconChartBar,
  IconDeviceMobile,
  IconFiles,
  IconHome,
  IconSend,
  IconServer,
  IconTemplate,
  IconUserCircle,
  type Icon,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { SessionChoice } from "./session-choice.tsx";
import { useChosenSession } from "./chosen-session.ts";
import type { en } from "../words/common.ts";
import { sessionsQuery } from "../api/sessions.ts";
import { useAreRightsKnown, useRights, type Rights } from "../api/rights.ts";

interface Place {
  readonly word: keyof typeof en.nav;
  readonly icon: Icon;
  /** After `#/s/{sessionId}` where it is of one session. */
  readonly path: string;
  readonly needs?: (rights: Rights) => boolean;
}

const ofSession: readonly Place[] = [
  { word: "lists", icon: IconAddressBook, path: "/lists" },
  { word: "compose", icon: IconSend, path: "/compose", needs: ({ mayWrite }) => mayWrite },
  { word: "campaigns", icon: IconBroadcast, path: "/campaigns" },
  { word: "templates", icon: IconTemplate, path: "/templates" },
  { word: "files", icon: IconFiles, path: "/files" },
  { word: "statistics", icon: IconChartBar, path: "/statistics" },
];
const ofTenant: readonly Place[] = [
  { word: "optOuts", icon: IconBan, path: "/opt-outs" },
  { word: "developers", icon: IconApi, path: "/developers", needs: ({ isAdmin }) => isAdmin },
  { word: "operations", icon: IconServer, path: "/operations", needs: ({ isAdmin }) => isAdmin },
  { word: "phone", icon: IconDeviceMobile, path: "/phone", needs: ({ isSimulated }) => isSimulated },
];

export function Navigation() {
  const rights = useRights();
  const areKnown = useAreRightsKnown();
  const { isPending } = useQuery(sessionsQuery);
  return (
    <Stack gap={2}>
      <Entry place={{ word: "home", icon: IconHome, path: "/" }} />
      <Entry place={{ word: "sessions", icon: IconUserCircle, path: "/sessions" }} />
      {areKnown && !isPending && <Others rights={rights} />}
    </Stack>
  );
}

/** They come all at once, when it is known which there are: nothing that is seen moves. */
function Others({ rights }: { readonly rights: Rights }) {
  const { t } = useTranslation();
  const sessionId = useChosenSession();
  const seen = ({ needs }: Place): boolean => needs?.(rights) ?? true;
  return (
    <>
      <Divider my="xs" />
      <SessionChoice />
      {sessionId !== undefined &&
        ofSession
          .filter(seen)
          .map((place) => <Entry key={place.word} place={{ ...place, path: `/s/${sessionId}${place.path}` }} />)}
      <Divider my="xs" />
      {ofTenant.filter(seen).map((place) => (
        <Entry key={place.word} place={place} />
      ))}
      <NavLink
        component="a"
        href="/docs"
        target="_blank"
        rel="noreferrer"
        label={t("nav.reference")}
        leftSection={<IconBook2 size={18} aria-hidden />}
      />
    </>
  );
}

function Entry({ place: { word, icon: Picture, path } }: { readonly place: Place }) {
  const { t } = useTranslation();
  const [here] = useLocation();
  const isHere = path === "/" ? here === "/" : here === path || here.startsWith(`${path}/`);
  return (
    <NavLink
      component={Link}
      href={path}
      active={isHere}
      aria-current={isHere ? "page" : undefined}
      label={t(`nav.${word}`)}
      leftSection={<Picture size={18} aria-hidden />}
    />
  );
}

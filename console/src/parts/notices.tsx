import i18n from "i18next";
import { lazy, Suspense, useSyncExternalStore } from "react";

/** Short words in a corner, such as that something was saved. What shows them is loaded with the first one. */

const shown = () => import("@mantine/notifications");
const Host = lazy(async () => {
  const [{ Notifications }] = await Promise.all([shown(), import("@mantine/notifications/styles.css")]);
  return { default: () => <Notifications position="bottom-right" /> };
});

let isAsked = false;
const listeners = new Set<() => void>();
const subscribe = (changed: () => void) => {
  listeners.add(changed);
  return () => listeners.delete(changed);
};

export function Notices() {
  const wanted = useSyncExternalStore(subscribe, () => isAsked);
  return wanted ? (
    <Suspense fallback={null}>
      <Host />
    </Suspense>
  ) : null;
}

/** Tells that what a person asked for was done. What failed stands where it was asked for, until it is mended. */
export async function tellDone(message: string): Promise<void> {
  isAsked = true;
  for (const changed of listeners) changed();
  const { notifications } = await shown();
  const closeButtonProps = { "aria-label": i18n.t("action.close") };
  notifications.show({ message, color: "green", autoClose: 4_000, closeButtonProps });
}

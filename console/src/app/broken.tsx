import { Component, type ReactNode } from "react";
import { Button } from "@mantine/core";
import i18n from "i18next";
import { Nothing } from "../parts/page.tsx";

/** A page that throws, or whose code can't be had, leaves the frame in place, and can be asked for again. */
export class Broken extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };
  readonly #leave = (): void => {
    if (this.state.failed) this.setState({ failed: false });
  };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override componentDidMount(): void {
    addEventListener("popstate", this.#leave);
  }

  override componentWillUnmount(): void {
    removeEventListener("popstate", this.#leave);
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    // A module that did not come is not asked for twice by a browser: the whole page is.
    const reload = (): void => {
      location.reload();
    };
    return (
      <Nothing action={<Button onClick={reload}>{i18n.t("failed.again")}</Button>}>{i18n.t("failed.page")}</Nothing>
    );
  }
}

import "./facts.css";
import type { ReactNode } from "react";

/** A line of a list of facts: `<dl className="facts">`. */
export function Fact({ word, children }: { readonly word: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{word}</dt>
      <dd>{children}</dd>
    </>
  );
}

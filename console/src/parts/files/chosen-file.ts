import type { Media } from "../../../../clients/typescript/src/index.ts";

/** A file as a form keeps it. */
export interface ChosenFile {
  readonly filename: string;
  readonly originalName: string;
  readonly kind: string;
  readonly contentType?: string;
  readonly size?: number;
}

export const chosenOf = ({ filename, originalName, kind, contentType, size }: Media): ChosenFile => ({
  filename,
  originalName,
  kind,
  contentType,
  size,
});

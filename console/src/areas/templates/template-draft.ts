import type { Template } from "../../../../clients/typescript/src/index.ts";
import type { ChosenFile } from "../../parts/files/chosen-file.ts";

export interface OpenedTemplate {
  readonly template: Template;
  readonly file: ChosenFile | null;
}

export interface TemplateDraft {
  readonly name: string;
  readonly body: string;
  readonly file: ChosenFile | null;
  /** Which version the draft was made from. */
  readonly version: number;
}

export const draftOf = (opened: OpenedTemplate | undefined): TemplateDraft => ({
  name: opened?.template.name ?? "",
  body: opened?.template.body ?? "",
  file: opened?.file ?? null,
  version: opened?.template.version ?? 0,
});

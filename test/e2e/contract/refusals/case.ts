import type { Ask } from "../../client.ts";
import { broadcastOf } from "../../steps.ts";

/** A request that must be refused, as data; texts in it may speak of what the runner made, by its name in braces. */
export interface Case extends Omit<Ask, "body"> {
  readonly name: string;
  /** Method and path, with `{list}` and the like. */
  readonly ask: string;
  readonly body?: () => NonNullable<Ask["body"]>;
  /** The key of that name instead of the operator's; null for none. */
  readonly as?: string | null;
  readonly wanted: readonly [status: number, code: string, pointer?: string];
  /** More of what the error object or the answer's headers must hold. */
  readonly error?: Readonly<Record<string, unknown>>;
  readonly answered?: Readonly<Record<string, string>>;
}

export const base = broadcastOf("shop");
export const lists = `POST ${base}/lists`;
export const contacts = `POST ${base}/lists/{list}/contacts`;
export const bulk = `${contacts}/bulk`;
export const send = `POST ${base}/send`;

export const json = { "content-type": "application/json" };
export const csv = { "content-type": "text/csv" };
export const message = "Halo {{ name }}";
export const invalid = (pointer: string): Case["wanted"] => [422, "VALIDATION_FAILED", pointer];

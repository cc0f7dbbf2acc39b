import { firstCharacters } from "../characters.ts";

/** One change that a caller asked for and got: which key, what, when. Never what was in it. */
export interface AuditEntry {
  readonly tenantId: string;
  /** Sorts by time. */
  readonly auditId: string;
  readonly at: number;
  /** Who: the key, never its secret. */
  readonly keyId: string;
  /** What: the route's operation. */
  readonly operationId: string;
  /** What it was done to: ids of the path, numbers cut short. */
  readonly target: Readonly<Record<string, string>>;
  readonly status: number;
  readonly requestId: string;
}

/** A number as logs and audits may show it: its country and last digits, not the whole. */
export const shortNumber = (number: string): string =>
  number.length <= 6 ? "***" : `${number.slice(0, 3)}***${number.slice(-3)}`;

/** Parameters of a path as an audit may keep them. */
export const auditTarget = (params: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      name === "number" ? shortNumber(value) : firstCharacters(value, 100),
    ]),
  );

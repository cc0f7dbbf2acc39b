import type { ImportWarning } from "../../core/import/csv-encoding.ts";
import type { ApiRequest } from "./request.ts";
import type { WarningCode } from "../routes/warning-messages.ts";

/** What a request is accepted with, although its sender may not have meant it: one form in all answers. */

export interface Warning {
  readonly code: WarningCode;
  /** What it is about: a number, the id of an import or a campaign. */
  readonly [member: string]: string | number | readonly string[] | undefined;
}

interface WarningView extends Warning {
  readonly message: string;
}

type Say = ApiRequest["say"];

/** With its sentence in the caller's language. */
export function warningView({ code, ...members }: Warning, say: Say): WarningView {
  const facts = Object.entries(members).map(([name, value]) => [name, isSeveral(value) ? value.join(", ") : value]);
  return { code, message: say(code, Object.fromEntries(facts) as Parameters<Say>[1]), ...members };
}

const isSeveral = (value: Warning[string]): value is readonly string[] => Array.isArray(value);

/** A warning of an import; one of before has its sentence in it, in English, and not what another would be made of. */
export const importWarningView = (warning: ImportWarning, say: Say): WarningView =>
  "message" in warning ? { code: warning.code, message: String(warning.message) } : warningView(warning, say);

/** The member `warnings` of an answer; absent where there are none. */
export const warningsIn = (warnings: readonly Warning[], say: Say): { readonly warnings?: WarningView[] } =>
  warnings.length === 0 ? {} : { warnings: warnings.map((warning) => warningView(warning, say)) };

import { ApiError, ImportError, NetworkError, UploadError, WebhookError } from "../../typescript/src/index.ts";

/** What a command that fails says, and what it ends with. */

/** Documented in docs/command-line.md: scripts decide by them. */
export const exitCodes = {
  ok: 0,
  /** The API refused, a file was refused, or what was watched came to no good end. */
  refused: 1,
  wrongUsage: 2,
  /** No answer, or one of a server that fails: whether it was carried out is not known, and the same command is safe to repeat. */
  noAnswer: 3,
  /** There is no key, or it is unknown, revoked, expired, or lacks a scope. */
  keyRefused: 4,
  interrupted: 130,
} as const;
type ExitCode = (typeof exitCodes)[Exclude<keyof typeof exitCodes, "ok">];

interface CommandErrorFields {
  /** For programs, as the API's codes are. */
  readonly code: string;
  readonly exitCode: ExitCode;
  /** What to do. */
  readonly hint?: string;
}

/** A failure that this program found itself. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;

  constructor(message: string, { code, exitCode, hint }: CommandErrorFields) {
    super(message);
    this.code = code;
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

export const wrongUsage = (message: string, hint?: string): CommandError =>
  new CommandError(message, {
    code: "WRONG_USAGE",
    exitCode: exitCodes.wrongUsage,
    ...(hint === undefined ? {} : { hint }),
  });

export interface Failure {
  readonly exitCode: ExitCode;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly status?: number;
  /** What a code adds, such as `campaignId` of DUPLICATE_SEND. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly details?: readonly { readonly pointer: string; readonly came: string; readonly wanted: string }[];
  readonly requestId?: string;
}

/** @param program how this program is called here */
export function failureOf(error: unknown, program: string): Failure {
  if (error instanceof CommandError) {
    const { code, exitCode, message, hint } = error;
    return { exitCode, code, message, ...(hint === undefined ? {} : { hint }) };
  }
  if (error instanceof ApiError) return ofApi(error, program);
  if (error instanceof NetworkError) {
    const hint = `is the address right, and is the API up? \`${program} doctor\` looks. The same command again is safe: nothing is done twice`;
    const message = error.message.replace("TypeError: fetch failed", () => rootOf(error).message);
    return { exitCode: exitCodes.noAnswer, code: "NO_ANSWER", message, hint };
  }
  if (error instanceof ImportError)
    return { exitCode: exitCodes.refused, code: "IMPORT_FAILED", message: error.message };
  if (error instanceof UploadError)
    return { exitCode: exitCodes.refused, code: "UPLOAD_REFUSED", message: error.message };
  if (error instanceof WebhookError)
    return { exitCode: exitCodes.refused, code: "SIGNATURE_WRONG", message: error.message };
  // The client's own, before anything was sent: an id that is empty, or can be no step of a path.
  if (error instanceof TypeError && error.message.includes(", wanted ")) {
    return { exitCode: exitCodes.wrongUsage, code: "WRONG_USAGE", message: error.message };
  }
  if (isSystemError(error)) return { exitCode: exitCodes.refused, code: error.code, message: error.message };
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    exitCode: exitCodes.refused,
    code: "UNEXPECTED",
    message,
    hint: "this is a mistake of the program: please report it",
  };
}

/** Why a file could not be read or written, as the system says it. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return { ENOENT: "it is not there", EACCES: "this user may not", EISDIR: "it is a folder" }[code ?? ""] ?? message;
}

/** The first of what led to it, such as a refused connection. */
const rootOf = (error: Error): Error => (error.cause instanceof Error ? rootOf(error.cause) : error);

const isSystemError = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string";

function ofApi(error: ApiError, program: string): Failure {
  const { code, status, message, details, facts, requestId } = error;
  const hint = hintFor(error, program);
  return {
    exitCode: exitCodeOf(error),
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    status,
    ...(details.length === 0 ? {} : { details }),
    ...(Object.keys(facts).length === 0 ? {} : { facts }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

function exitCodeOf({ status, code }: ApiError): ExitCode {
  if (status === 401 || status === 403) return exitCodes.keyRefused;
  // A session that is not connected is the API's own answer, and lasts until a person links it.
  if (code === "SESSION_NOT_CONNECTED" || code === "PAGE_CHANGED" || code === "SENDING_HALTED")
    return exitCodes.refused;
  return status >= 500 || status === 429 || code === "HTTP_ERROR" ? exitCodes.noAnswer : exitCodes.refused;
}

function hintFor({ status, code, facts, details }: ApiError, program: string): string | undefined {
  if (status === 401) return `give a key that holds: \`${program} login\``;
  if (code === "SCOPE_MISSING")
    return `\`${program} doctor\` shows what this key may do; a key with \`admin\` makes others`;
  if (code === "SESSION_NOT_CONNECTED")
    return `\`${program} link SESSION\` links it; \`${program} sessions\` lists them`;
  if (code === "SESSION_LINKED") return `\`${program} unlink SESSION\` comes first; \`${program} sessions\` lists them`;
  if (code === "NUMBER_LINKED" && typeof facts.sessionId === "string")
    return `\`${program} unlink ${facts.sessionId}\` comes first, or scan the QR code, which unlinks nothing`;
  if (code === "USER_ID_REQUIRED") return "the name of the session is a word of the API's own: take another one";
  if (code === "SESSION_NOT_FOUND") return `\`${program} sessions\` lists them, \`${program} link SESSION\` makes one`;
  if (code === "CAMPAIGN_NOT_FOUND") return `\`${program} campaigns\` lists them; another session's want --session`;
  if (code === "VALIDATION_FAILED" && details.some(({ pointer }) => pointer.endsWith("/number")))
    return "write it with its country, such as +62 812-3456-7890; `--country ID` says it, too, where the command has that option";
  if (code === "DUPLICATE_SEND")
    return `\`${program} watch ${facts.campaignId ?? "CAMPAIGN"}\` shows the first; \`--again\` sends once more`;
  if (code === "IMPORT_RUNNING")
    return "repeat the command when the import is done; `--allow-partial` sends to those who are in the list by now";
  if (code === "NUMBER_CHANGED") return "`--accept-number` goes on from the new number";
  if (code === "HTTP_ERROR")
    return "what answered is not the API itself: look at the address and at what stands before it";
  return undefined;
}

export type RefusalCode =
  | "session_unknown"
  | "chat_unknown"
  | "file_unknown"
  | "line_closed"
  | "qr_not_on_show"
  | "number_not_on_whatsapp"
  | "too_many_devices"
  | "no_page";

/** The simulated network will not do what a control asked of it; `code` says why. */
export class NetworkRefusal extends Error {
  override readonly name = "NetworkRefusal";
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

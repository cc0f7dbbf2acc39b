/** What schemathesis reports and this project means, by check, status and code of the answer. Each with its reason. */

interface Accepted {
  readonly check: string;
  readonly status: number;
  readonly code: string;
  /** Absent for every operation. */
  readonly operation?: RegExp;
  readonly because: string;
}

/** Refusals of requests that no schema forbids: the document names each of these codes where it may come. */
const refused = (status: number, code: string, because: string): Accepted => ({
  check: "positive_data_acceptance",
  status,
  code,
  because,
});

export const accepted: readonly Accepted[] = [
  refused(400, "INVALID_CURSOR", "a cursor is signed for one query: no schema tells one of ours from another text"),
  refused(422, "IDEMPOTENCY_KEY_REUSED", "the key came before with another body"),
  refused(
    422,
    "VALIDATION_FAILED",
    "a schema knows the form of a field, not whether a number can be called, a zone exists, a moment lies ahead, a template parses, or two fields fit together; the answer names the field",
  ),
  refused(422, "AUDIENCE_EMPTY", "the lists that were named have no contact to send to"),
  refused(422, "UNKNOWN_VARIABLE", "no contact of the lists has the variable that the message names"),
  refused(422, "CSV_UNREADABLE", "the bytes are no table"),
  refused(422, "NUMBER_NOT_ON_WHATSAPP", "the simulated WhatsApp knows no such account"),
  refused(422, "MESSAGE_REFUSED", "the simulated WhatsApp takes no such message"),
  ...(["LIST_NOT_FOUND", "MEDIA_NOT_FOUND"] as const).map((code) => ({
    check: "ensure_resource_availability",
    status: 404,
    code,
    operation: /\/templates\/\{templateId\}(\/preview)?$/,
    because: "what was just made is the template; it is what the body names that its session does not have",
  })),
  {
    check: "unsupported_method",
    status: 422,
    code: "VALIDATION_FAILED",
    operation: /\/contacts\/bulk$/,
    because: "the path is that of the contact whose number is `bulk`, too, and a number it is not",
  },
  {
    check: "negative_data_rejection",
    status: 431,
    code: "HEADERS_TOO_LARGE",
    because: "the server refuses the whole request for its size, before it is read",
  },
  {
    check: "not_a_server_error",
    status: 503,
    code: "SESSION_NOT_CONNECTED",
    because: "the document has it: the session that was named is not linked",
  },
];

/** Operations that need not succeed once here. Each with its reason. */
export const withoutSuccess: Readonly<Record<string, string>> = {
  "POST /api/whatsapp/{sessionId}/broadcast/campaigns/{campaignId}/retry": "nothing fails on the simulated network",
};

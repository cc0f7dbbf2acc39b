import { createHash, createHmac } from "node:crypto";
import { sameText } from "../../core/access/api-key.ts";
import { NamedError } from "../../core/errors.ts";

/** Opaque cursors: signed, and bound to the query they came from. */

export interface CursorScope {
  readonly tenantId: string;
  readonly operationId: string;
  readonly params: Readonly<Record<string, string>>;
  /** The query without `cursor` and `limit`: a page may change its size, not its question. */
  readonly question: Readonly<Record<string, unknown>>;
}

export class CursorSigner {
  readonly #secret: Buffer;

  constructor(secret: string) {
    this.#secret = createHash("sha256").update(`cursor\n${secret}`).digest();
  }

  seal(scope: CursorScope, after: string): string {
    const payload = Buffer.from(after).toString("base64url");
    return `${payload}.${this.#sign(scope, payload)}`;
  }

  /** @throws NamedError INVALID_CURSOR when it was tampered with or belongs to another query */
  open(scope: CursorScope, cursor: string): string {
    const [payload = "", signature = "", ...rest] = cursor.split(".");
    if (rest.length > 0 || !sameText(signature, this.#sign(scope, payload))) {
      throw new NamedError("INVALID_CURSOR", "cursor was tampered with or is another query's", {
        details: [
          { pointer: "/query/cursor", came: "a cursor that is not of this query", wanted: "nextCursor as answered" },
        ],
      });
    }
    return Buffer.from(payload, "base64url").toString();
  }

  #sign(scope: CursorScope, payload: string): string {
    const bound = JSON.stringify([
      scope.tenantId,
      scope.operationId,
      Object.entries(scope.params).sort(),
      Object.entries(scope.question).sort(),
    ]);
    return createHmac("sha256", this.#secret).update(`${bound}\n${payload}`).digest("base64url").slice(0, 22);
  }
}

import { randomBytes } from "node:crypto";
import type { Content } from "../commands/content.ts";

/** Broadcasts that a model prepares in this process: drafted, then dry-run, then, where that is allowed, sent. */

export interface Draft {
  readonly draftId: string;
  readonly sessionId: string;
  readonly body: Content["body"];
  /** What the last dry run of it said, and the token that names it. */
  checked?: { readonly token: string; readonly willSend: number; readonly at: number };
}

/** A list may have changed since. */
export const tokenLifeMs = 15 * 60_000;
/** A model that drafts without end forgets its oldest. */
const keptDrafts = 100;

const drawn = (prefix: string): string => `${prefix}_${randomBytes(12).toString("base64url")}`;

export class Drafts {
  readonly #drafts = new Map<string, Draft>();

  add(sessionId: string, body: Content["body"]): Draft {
    const draft: Draft = { draftId: drawn("draft"), sessionId, body };
    this.#drafts.set(draft.draftId, draft);
    const [oldest] = this.#drafts.keys();
    if (this.#drafts.size > keptDrafts && oldest !== undefined) this.#drafts.delete(oldest);
    return draft;
  }

  find(draftId: string): Draft | undefined {
    return this.#drafts.get(draftId);
  }

  /** @param now epoch ms @returns the token that `send_campaign` wants */
  check(draft: Draft, willSend: number, now: number): string {
    const token = drawn("dry");
    draft.checked = { token, willSend, at: now };
    return token;
  }

  /** The draft whose latest dry run bears that token. */
  byToken(token: string): Draft | undefined {
    return [...this.#drafts.values()].find(({ checked }) => checked?.token === token);
  }
}

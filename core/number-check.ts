/** What WhatsApp said of a number: asked once in a while, and remembered in between. */

export interface KnownNumber {
  readonly tenantId: string;
  readonly number: string;
  readonly onWhatsApp: boolean;
  /** WhatsApp's other name for the account. */
  readonly lid?: string;
  readonly checkedAt: number;
}

const dayMs = 24 * 60 * 60 * 1_000;
/** Who is on WhatsApp stays there for long; who is not may join any day. */
export const keepYesMs = 30 * dayMs;
export const keepNoMs = dayMs;

/** Until when the answer holds. */
export const holdsUntil = ({ onWhatsApp, checkedAt }: Pick<KnownNumber, "onWhatsApp" | "checkedAt">): number =>
  checkedAt + (onWhatsApp ? keepYesMs : keepNoMs);

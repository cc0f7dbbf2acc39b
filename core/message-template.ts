/** A message that is kept to be sent again: a text with variables, and the file that goes with it. */

export interface MessageTemplate {
  readonly tenantId: string;
  readonly sessionId: string;
  readonly templateId: string;
  readonly name: string;
  readonly body: string;
  readonly media?: { readonly filename: string };
  /** Raised by every change; a campaign goes on with the version that it was launched with. */
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

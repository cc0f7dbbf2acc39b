/** Who asked to be left alone, for a whole tenant: checked right before every campaign send. */

export interface OptOut {
  readonly tenantId: string;
  readonly number: string;
  readonly optedOutAt: number;
  readonly source: "reply" | "api";
}

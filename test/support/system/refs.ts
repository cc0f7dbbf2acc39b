/** The session that most tests are about. */

export const tenantId = "acme";
export const sessionId = "shop";
export const ref = { tenantId, sessionId };

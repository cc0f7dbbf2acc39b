import { NamedError } from "../../core/errors.ts";
import { haltOf, type Halts } from "../../core/sending/halt.ts";
import { isoTime } from "../edge/views.ts";

/** A person has to lift it: asking again more often helps nothing. */
const retryAfterSeconds = 30;

/** @throws NamedError SENDING_HALTED with the reason */
export function assertNotHalted(halts: Halts): void {
  const halt = haltOf(halts);
  if (halt === undefined) return;
  const { by, reason, since } = halt;
  throw new NamedError("SENDING_HALTED", `sending is halted by the ${by}`, {
    facts: { reason },
    members: { qrRequired: false, by, reason, since: isoTime(since) },
    retryAfterSeconds,
  });
}

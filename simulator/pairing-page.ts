import { type ConnectionParts } from "./connection-parts.ts";
import { type PairingDevice } from "./pairing.ts";
import { type Profile } from "./profile.ts";
import { type Timers } from "./timers.ts";

export interface PairingEnds {
  readonly linked: () => void;
  readonly notCompleted: () => void;
}

/** A page on the way to be linked: it shows codes until one is scanned. */
export function pairingPage(
  { onEvent, settings }: ConnectionParts,
  timers: Timers,
  profile: Profile,
  ends: PairingEnds,
): PairingDevice {
  return {
    onQr: (qr, expiresAt) => {
      onEvent({ type: "qr", qr, expiresAt });
    },
    onUsedUp: () => {
      onEvent({ type: "qr_used_up" });
    },
    onLinked: (credential) => {
      profile.saveCredential(credential);
      timers.set(settings.startMs, ends.linked);
    },
    onPasskeyWanted: () => {
      // A page is given 90 s for it; here it is known that nothing comes.
      timers.set(settings.startMs, ends.notCompleted);
    },
  };
}

import { type Ledger } from "./ledger.ts";
import { type Lines } from "./lines.ts";

export const faultKinds = [
  "drop",
  "conflict",
  "logout",
  "page_crash",
  "page_hang",
  "browser_kill",
  "restricted",
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** Lets a fault befall a device; false when it has to be connected for this one and is not. */
export function strike(kind: FaultKind, deviceId: string, ledger: Ledger, lines: Lines): boolean {
  switch (kind) {
    case "logout":
      lines.unlink(deviceId);
      return true;
    case "restricted":
      ledger.record({ type: "restricted", deviceId });
      for (const device of ledger.memory.devicesOf(ledger.memory.device(deviceId).account)) {
        lines.say(device.deviceId, { type: "restricted" });
      }
      return true;
    case "drop":
      return lines.cut(deviceId, { type: "lost" });
    case "conflict":
      return lines.cut(deviceId, { type: "conflict" });
    case "page_crash":
    case "page_hang":
    case "browser_kill":
      return lines.say(deviceId, { type: kind });
  }
}

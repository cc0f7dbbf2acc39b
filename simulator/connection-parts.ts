import { type Clock } from "../core/time/clock.ts";
import { type WhatsAppEvent } from "../core/whatsapp.ts";
import { type Network } from "./network.ts";
import { type PageSettings } from "./page-settings.ts";

/** What an open page is made with. */
export interface ConnectionParts {
  readonly network: Network;
  readonly clock: Clock;
  readonly settings: PageSettings;
  /** Undefined when another connection has the folder. */
  readonly profileDir: string | undefined;
  readonly onEvent: (event: WhatsAppEvent) => void;
  readonly onClosed: () => void;
}

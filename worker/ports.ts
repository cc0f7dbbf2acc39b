import type { UsePorts } from "../core/campaign/campaign-uses.ts";
import type { EventPublisher } from "../core/webhook/events.ts";
import type { Clock } from "../core/time/clock.ts";
import type { CampaignStore, ProgressStore } from "../core/campaign/campaign-ports.ts";
import type { RecipientStore } from "../core/campaign/recipient-ports.ts";
import type { ContactStore, PersonStore, FormerContactStore, OptOutStore } from "../core/contact/contact-ports.ts";
import type { MediaFiles } from "../core/content/content-ports.ts";
import type { Meter } from "../core/meter.ts";
import type { DirectMessageStore } from "../core/sending/sending-ports.ts";
import type { BellListener, ProfileStore, SessionStore, SlotStore } from "../core/session/session-ports.ts";
import type { SharedPhoneStore } from "../core/session/shared-phone.ts";
import type { WhatsApp } from "../core/whatsapp.ts";
import type { Log } from "./log.ts";
import type { WorkerSettings } from "./settings.ts";

/** What the worker needs of the world. */
export interface WorkerPorts {
  readonly slots: SlotStore;
  readonly sessions: SessionStore;
  readonly contacts: ContactStore;
  readonly formerContacts: FormerContactStore;
  readonly lists: UsePorts["lists"];
  readonly media: UsePorts["media"];
  readonly campaigns: CampaignStore;
  readonly progress: ProgressStore;
  readonly recipients: RecipientStore;
  readonly directs: DirectMessageStore;
  readonly persons: PersonStore;
  readonly optOuts: OptOutStore;
  readonly sharedPhones: SharedPhoneStore;
  readonly profiles: ProfileStore;
  readonly mediaFiles: MediaFiles;
  readonly bell: BellListener;
  readonly events: EventPublisher;
  readonly whatsApp: WhatsApp;
  readonly clock: Clock;
  /** 0 included to 1 excluded. */
  readonly random: () => number;
  /** Something nobody else draws. */
  readonly nonce: () => string;
  readonly log: Log;
  readonly meter: Meter;
  readonly settings: WorkerSettings;
}

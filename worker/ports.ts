import type { UsePorts } from "../core/campaign-uses.ts";
import type { EventPublisher } from "../core/events.ts";
import type { Clock } from "../core/clock.ts";
import type {
  BellListener,
  CampaignStore,
  ContactStore,
  DirectMessageStore,
  PersonStore,
  FormerContactStore,
  OptOutStore,
  MediaFiles,
  Meter,
  ProfileStore,
  ProgressStore,
  RecipientStore,
  SessionStore,
  SlotStore,
} from "../core/ports.ts";
import type { SharedPhoneStore } from "../core/shared-phone.ts";
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

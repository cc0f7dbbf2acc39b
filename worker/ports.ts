import type { UsePorts } from "../core/campaign/campaign-uses.ts";
import type { EventPublisher } from "../core/webhook/events.ts";
import type { Clock } from "../core/time/clock.ts";
import type { CampaignChanges, CampaignReader, ProgressStore } from "../core/campaign/campaign-ports.ts";
import type { RecipientClaims, RecipientRows } from "../core/campaign/recipient-ports.ts";
import type { ContactReader, FormerContactStore, OptOutChanges, PersonStore } from "../core/contact/contact-ports.ts";
import type { MediaFiles } from "../core/content/content-ports.ts";
import type { Meter } from "../core/meter.ts";
import type { HaltReader } from "../core/sending/halt.ts";
import type { PageFaultStore } from "../core/sending/page-hold.ts";
import type { DirectMessageClaims, DirectMessageDesk, DirectMessageReader } from "../core/sending/sending-ports.ts";
import type { LinkedAccountStore } from "../core/session/account.ts";
import type {
  BellListener,
  ProfileStore,
  SessionOwners,
  SessionReader,
  SlotStore,
} from "../core/session/session-ports.ts";
import type { SharedPhoneStore } from "../core/session/shared-phone.ts";
import type { WhatsApp } from "../core/whatsapp.ts";
import type { Log } from "./log.ts";
import type { WorkerSettings } from "./settings.ts";

/** What the worker needs of the world. */
export interface WorkerPorts {
  readonly slots: SlotStore;
  readonly sessions: SessionReader;
  readonly sessionOwners: SessionOwners;
  readonly contacts: ContactReader;
  readonly formerContacts: FormerContactStore;
  readonly lists: UsePorts["lists"];
  readonly mediaUses: UsePorts["mediaUses"];
  readonly campaigns: CampaignReader;
  readonly campaignChanges: CampaignChanges;
  readonly progress: ProgressStore;
  readonly recipients: RecipientRows;
  readonly recipientClaims: RecipientClaims;
  readonly directs: DirectMessageReader;
  readonly directDesk: DirectMessageDesk;
  readonly directClaims: DirectMessageClaims;
  readonly persons: PersonStore;
  readonly optOutChanges: OptOutChanges;
  readonly halts: HaltReader;
  readonly pageFaults: PageFaultStore;
  readonly sharedPhones: SharedPhoneStore;
  readonly linkedAccounts: LinkedAccountStore;
  readonly profiles: ProfileStore;
  readonly mediaFiles: MediaFiles;
  readonly bell: BellListener;
  readonly events: EventPublisher;
  readonly whatsApp: WhatsApp;
  readonly clock: Clock;
  /** 0 included to 1 excluded. */
  readonly random: () => number;
  /** A text that is drawn once. */
  readonly nonce: () => string;
  readonly log: Log;
  readonly meter: Meter;
  readonly settings: WorkerSettings;
}

import { announcedCampaigns } from "../core/webhook/announced-campaigns.ts";
import { announcedDirects } from "../core/webhook/announced-directs.ts";
import { announcedImports } from "../core/webhook/announced-imports.ts";
import { announcedOptOuts } from "../core/webhook/announced-opt-outs.ts";
import { announcedRecipients } from "../core/webhook/announced-recipients.ts";
import { announcedSessions } from "../core/webhook/announced-sessions.ts";
import type { CampaignChanges, CampaignReader, CampaignRemoval } from "../core/campaign/campaign-ports.ts";
import type { RecipientClaims, RecipientRows } from "../core/campaign/recipient-ports.ts";
import type { ContactReader, ContactWriter, OptOutChanges, OptOutReader } from "../core/contact/contact-ports.ts";
import type { MediaReader, MediaUses, MediaWriter, UploadPermits } from "../core/content/content-ports.ts";
import type { ImportChanges, ImportFiles, ImportRows } from "../core/import/import-ports.ts";
import type { DirectMessageClaims, DirectMessageDesk, DirectMessageReader } from "../core/sending/sending-ports.ts";
import type { HaltDesk, HaltReader } from "../core/sending/halt.ts";
import type { PageFaultStore } from "../core/sending/page-hold.ts";
import type { SessionDesk, SessionOwners, SessionReader } from "../core/session/session-ports.ts";
import { recipientFacts } from "../core/webhook/event-facts.ts";
import type { EventPublisher } from "../core/webhook/events.ts";
import { DynamoApiKeyStore } from "./stores/access/api-key-store.ts";
import { DynamoAuditStore } from "./stores/access/audit-store.ts";
import { DynamoCampaignStore } from "./stores/campaign/campaign-store.ts";
import { DynamoCampaignTimerStore } from "./stores/campaign/campaign-timer-store.ts";
import { documentClient, schedulerClient, sqsClient } from "./clients.ts";
import { DynamoContactStore } from "./stores/contact/contact-store.ts";
import { envNames, numberSetting, requiredSetting, type Environment } from "./env.ts";
import { DynamoDirectMessageStore } from "./stores/sending/direct-message-store.ts";
import type { FileBucket } from "./s3/file-bucket.ts";
import { DynamoFormerContactStore } from "./stores/contact/former-contact-store.ts";
import { DynamoHaltStore } from "./stores/sending/halt-store.ts";
import { DynamoPageFaultStore } from "./stores/sending/page-fault-store.ts";
import { defaultLockMs, DynamoIdempotencyStore } from "./stores/access/idempotency-store.ts";
import { DynamoImportRows, DynamoImportStore } from "./stores/import/import-store.ts";
import { Table } from "./dynamodb/table.ts";
import { DynamoListDeletionStore } from "./stores/contact/list-deletion-store.ts";
import { DynamoListStore } from "./stores/contact/list-store.ts";
import { DynamoMediaStore } from "./stores/content/media-store.ts";
import { DynamoPersonStore } from "./stores/contact/person-store.ts";
import { DynamoOptOutStore } from "./stores/contact/opt-out-store.ts";
import { DynamoProgressStore } from "./stores/campaign/progress-store.ts";
import { SqsBell, sqsJobQueue } from "./sqs/queues.ts";
import { DynamoRateLimitStore } from "./stores/access/rate-limit-store.ts";
import { DynamoRecentSendStore } from "./stores/campaign/recent-send-store.ts";
import { DynamoRecipientStore } from "./stores/campaign/recipient-store.ts";
import { eventBridgeStartScheduler } from "./scheduler.ts";
import { DynamoLinkedAccountStore } from "./stores/session/linked-account-store.ts";
import { DynamoSessionContentsStore } from "./stores/session/session-contents-store.ts";
import { DynamoSessionStore } from "./stores/session/session-store.ts";
import { DynamoSharedPhoneStore } from "./stores/session/shared-phone-store.ts";
import { DynamoSlotStore } from "./stores/session/slot-store.ts";
import { DynamoTemplateStore } from "./stores/content/template-store.ts";
import { systemClock } from "./system-clock.ts";
import { DynamoOwedEventStore } from "./stores/webhook/owed-event-store.ts";
import { QueuedEvents } from "./sqs/queued-events.ts";
import { once, whenAsked } from "./once.ts";
import { DynamoWebhookDeliveryStore } from "./stores/webhook/webhook-delivery-store.ts";
import { sqsWebhookQueue } from "./sqs/webhook-queue.ts";
import { DynamoWebhookStore } from "./stores/webhook/webhook-store.ts";

/**
 * Every port on AWS, each opened by itself: what asks for some carries and reads no more than these, because a cold start
 * pays for each store and each client that comes with it. Connections are made at the first call. A store may serve several
 * ports; its type here says what its holder may do. The ports that publish their changes come with the events' queue.
 */

type Env = Environment;

/** S3's client is a fifth of what a Lambda would load: it comes with the first file. */
export const files = (env: Env): FileBucket => {
  const bucket = requiredSetting(env, envNames.bucket);
  return once(env, files, () =>
    whenAsked<FileBucket>(async () => {
      const opened = await import("./s3/file-bucket.ts");
      return new opened.FileBucket(opened.s3Client(env), bucket, opened.s3Signer(env));
    }),
  );
};
export const uploads = (env: Env): UploadPermits => files(env);

/** One client a service, for all stores of an environment. */
const oneOf = <Client>(env: Env, client: (env: Env) => Client): Client => once(env, client, () => client(env));

const registry = (env: Env): Table =>
  new Table(oneOf(env, documentClient), requiredSetting(env, envNames.registryTable));
const delivery = (env: Env): Table =>
  new Table(oneOf(env, documentClient), requiredSetting(env, envNames.deliveryTable));

export const webhooks = (env: Env) => new DynamoWebhookStore(registry(env));
export const webhookDeliveries = (env: Env) => new DynamoWebhookDeliveryStore(delivery(env));
export const webhookQueue = (env: Env) =>
  sqsWebhookQueue(oneOf(env, sqsClient), requiredSetting(env, envNames.webhooksQueueUrl));
export const owedEvents = (env: Env) => new DynamoOwedEventStore(delivery(env));
/** It remembers who listens. */
export const events = (env: Env): EventPublisher =>
  once(env, events, () => {
    const [queue, owed] = [webhookQueue(env), owedEvents(env)];
    return new QueuedEvents({ webhooks: webhooks(env), queue, owed, clock: systemClock });
  });

const sessionStore = (env: Env) => new DynamoSessionStore(registry(env));
export const sessions = (env: Env): SessionReader => sessionStore(env);
export const sessionDesk = (env: Env): SessionDesk => sessionStore(env);
export const sessionOwners = (env: Env): SessionOwners => announcedSessions(sessionStore(env), events(env));
export const sessionContents = (env: Env) => new DynamoSessionContentsStore(registry(env), delivery(env));
export const linkedAccounts = (env: Env) => new DynamoLinkedAccountStore(registry(env));
export const slots = (env: Env) => new DynamoSlotStore(registry(env));
export const lists = (env: Env) => new DynamoListStore(registry(env));
export const listDeletions = (env: Env) => new DynamoListDeletionStore(registry(env));
export const contacts = (env: Env): ContactReader => new DynamoContactStore(registry(env));
export const contactWriter = (env: Env): ContactWriter => new DynamoContactStore(registry(env));
export const formerContacts = (env: Env) => new DynamoFormerContactStore(delivery(env));
export const imports = (env: Env): ImportRows => new DynamoImportRows(registry(env));
export const importFiles = (env: Env): ImportFiles => new DynamoImportStore(registry(env), files(env));
export const importChanges = (env: Env): ImportChanges =>
  announcedImports(new DynamoImportRows(registry(env)), events(env));
export const media = (env: Env): MediaReader => new DynamoMediaStore(registry(env));
export const mediaWriter = (env: Env): MediaWriter => new DynamoMediaStore(registry(env));
export const mediaUses = (env: Env): MediaUses => new DynamoMediaStore(registry(env));
export const templates = (env: Env) => new DynamoTemplateStore(registry(env));
const optOutStore = (env: Env) => new DynamoOptOutStore(delivery(env), registry(env));
export const optOuts = (env: Env): OptOutReader => optOutStore(env);
export const optOutChanges = (env: Env): OptOutChanges => announcedOptOuts(optOutStore(env), events(env));
export const halts = (env: Env): HaltReader => new DynamoHaltStore(registry(env));
export const haltDesk = (env: Env): HaltDesk => new DynamoHaltStore(registry(env));
export const pageFaults = (env: Env): PageFaultStore => new DynamoPageFaultStore(delivery(env));
export const apiKeys = (env: Env) => new DynamoApiKeyStore(registry(env));

const campaignStore = (env: Env) =>
  new DynamoCampaignStore(
    delivery(env),
    numberSetting(env, envNames.campaignsKeptDays, { min: 1, max: 3_650, default: 180 }),
  );
export const campaigns = (env: Env): CampaignReader => campaignStore(env);
export const campaignChanges = (env: Env): CampaignChanges =>
  announcedCampaigns(campaignStore(env), events(env), progress(env));
export const campaignRemoval = (env: Env): CampaignRemoval => campaignStore(env);
export const timers = (env: Env) => new DynamoCampaignTimerStore(delivery(env));
export const progress = (env: Env) => new DynamoProgressStore(delivery(env));
const recipientStore = (env: Env) => new DynamoRecipientStore(delivery(env), registry(env));
export const recipients = (env: Env): RecipientRows => recipientStore(env);
export const recipientClaims = (env: Env): RecipientClaims =>
  announcedRecipients(recipientStore(env), events(env), recipientFacts(campaigns(env), contacts(env)));
const directStore = (env: Env) => new DynamoDirectMessageStore(delivery(env));
export const directs = (env: Env): DirectMessageReader => directStore(env);
export const directDesk = (env: Env): DirectMessageDesk => directStore(env);
export const directClaims = (env: Env): DirectMessageClaims => announcedDirects(directStore(env), events(env));
export const persons = (env: Env) => new DynamoPersonStore(delivery(env), registry(env));
export const idempotency = (env: Env) =>
  new DynamoIdempotencyStore(
    delivery(env),
    numberSetting(env, envNames.idempotencyLockMs, { min: 1, max: 10 * 60_000, default: defaultLockMs }),
  );
export const sharedPhones = (env: Env) => new DynamoSharedPhoneStore(delivery(env));
export const recentSends = (env: Env) => new DynamoRecentSendStore(delivery(env));
export const rateLimits = (env: Env) => new DynamoRateLimitStore(delivery(env));
export const audit = (env: Env) => new DynamoAuditStore(delivery(env));

export const bell = (env: Env) => new SqsBell(oneOf(env, sqsClient), requiredSetting(env, envNames.bellUrlPrefix));
export const jobs = (env: Env) => sqsJobQueue(oneOf(env, sqsClient), requiredSetting(env, envNames.jobsQueueUrl));
export const scheduler = (env: Env) =>
  eventBridgeStartScheduler(oneOf(env, schedulerClient), {
    group: requiredSetting(env, envNames.scheduleGroup),
    targetArn: requiredSetting(env, envNames.launchTargetArn),
    roleArn: requiredSetting(env, envNames.scheduleRoleArn),
  });

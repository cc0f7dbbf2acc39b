import {
  announceCampaigns,
  announceDirects,
  announceImports,
  announceOptOuts,
  announceRecipients,
  announceSessions,
} from "../core/announce.ts";
import { DynamoApiKeyStore } from "./api-key-store.ts";
import { DynamoAuditStore } from "./audit-store.ts";
import { DynamoCampaignStore } from "./campaign-store.ts";
import { DynamoCampaignTimerStore } from "./campaign-timer-store.ts";
import { documentClient, s3Client, schedulerClient, sqsClient } from "./clients.ts";
import { DynamoContactStore } from "./contact-store.ts";
import { envNames, numberSetting, requiredSetting, type Environment } from "./env.ts";
import { DynamoDirectMessageStore } from "./direct-message-store.ts";
import { FileBucket } from "./file-bucket.ts";
import { DynamoIdempotencyStore } from "./idempotency-store.ts";
import { DynamoImportStore } from "./import-store.ts";
import { DynamoListDeletionStore } from "./list-deletion-store.ts";
import { DynamoListStore } from "./list-store.ts";
import { DynamoMediaStore } from "./media-store.ts";
import { DynamoNumberCheckStore } from "./number-check-store.ts";
import { DynamoOptOutStore } from "./opt-out-store.ts";
import { DynamoProgressStore } from "./progress-store.ts";
import { SqsBell, SqsJobQueue } from "./queues.ts";
import { DynamoRateLimitStore } from "./rate-limit-store.ts";
import { DynamoRecipientStore } from "./recipient-store.ts";
import { EventBridgeStartScheduler } from "./scheduler.ts";
import { DynamoSessionContentsStore } from "./session-contents-store.ts";
import { DynamoSessionStore } from "./session-store.ts";
import { DynamoSlotStore } from "./slot-store.ts";
import { DynamoTemplateStore } from "./template-store.ts";
import { UploadPosts } from "./upload-posts.ts";
import { DynamoWebhookDeliveryStore } from "./webhook-delivery-store.ts";
import { QueuedEvents, SqsWebhookQueue } from "./webhook-queue.ts";
import { DynamoWebhookStore } from "./webhook-store.ts";

/** Every port on AWS, over one client a service. Connections open at the first call. */
export function openStores(env: Environment) {
  const client = documentClient(env);
  const registry = { client, name: requiredSetting(env, envNames.registryTable) };
  const delivery = { client, name: requiredSetting(env, envNames.deliveryTable) };
  const sqs = sqsClient(env);
  const s3 = s3Client(env);
  const bucket = requiredSetting(env, envNames.bucket);
  const files = new FileBucket(s3, bucket);
  const webhooks = new DynamoWebhookStore(registry);
  const webhookQueue = new SqsWebhookQueue(sqs, requiredSetting(env, envNames.webhooksQueueUrl));
  const events = new QueuedEvents(webhooks, webhookQueue);
  return {
    webhooks,
    webhookDeliveries: new DynamoWebhookDeliveryStore(delivery),
    webhookQueue,
    events,
    sessions: announceSessions(new DynamoSessionStore(registry), events),
    sessionContents: new DynamoSessionContentsStore(registry, delivery),
    slots: new DynamoSlotStore(registry),
    lists: new DynamoListStore(registry),
    listDeletions: new DynamoListDeletionStore(registry),
    contacts: new DynamoContactStore(registry),
    imports: announceImports(new DynamoImportStore(registry, files), events),
    media: new DynamoMediaStore(registry),
    templates: new DynamoTemplateStore(registry),
    optOuts: announceOptOuts(new DynamoOptOutStore(registry), events),
    numberChecks: new DynamoNumberCheckStore(delivery),
    apiKeys: new DynamoApiKeyStore(registry),
    campaigns: announceCampaigns(
      new DynamoCampaignStore(
        delivery,
        numberSetting(env, envNames.campaignsKeptDays, { min: 1, max: 3_650, default: 180 }),
      ),
      events,
    ),
    timers: new DynamoCampaignTimerStore(delivery),
    scheduler: new EventBridgeStartScheduler(schedulerClient(env), {
      group: requiredSetting(env, envNames.scheduleGroup),
      targetArn: requiredSetting(env, envNames.launchTargetArn),
      roleArn: requiredSetting(env, envNames.scheduleRoleArn),
    }),
    progress: new DynamoProgressStore(delivery),
    recipients: announceRecipients(new DynamoRecipientStore(delivery, registry), events),
    directs: announceDirects(new DynamoDirectMessageStore(delivery), events),
    idempotency: new DynamoIdempotencyStore(delivery),
    rateLimits: new DynamoRateLimitStore(delivery),
    audit: new DynamoAuditStore(delivery),
    bell: new SqsBell(sqs, requiredSetting(env, envNames.bellUrlPrefix)),
    jobs: new SqsJobQueue(sqs, requiredSetting(env, envNames.jobsQueueUrl)),
    files,
    uploads: new UploadPosts(s3, bucket),
  };
}

export type Stores = ReturnType<typeof openStores>;

import { randomUUID } from "node:crypto";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { DynamoApiKeyStore } from "../../aws/stores/access/api-key-store.ts";
import { DynamoAuditStore } from "../../aws/stores/access/audit-store.ts";
import { DynamoCampaignStore } from "../../aws/stores/campaign/campaign-store.ts";
import { DynamoCampaignTimerStore } from "../../aws/stores/campaign/campaign-timer-store.ts";
import { documentClient, sqsClient } from "../../aws/clients.ts";
import { DynamoContactStore } from "../../aws/stores/contact/contact-store.ts";
import { envNames, requiredSetting } from "../../aws/env.ts";
import { DynamoDirectMessageStore } from "../../aws/stores/sending/direct-message-store.ts";
import { FileBucket, s3Client } from "../../aws/s3/file-bucket.ts";
import { DynamoFormerContactStore } from "../../aws/stores/contact/former-contact-store.ts";
import { DynamoIdempotencyStore } from "../../aws/stores/access/idempotency-store.ts";
import { DynamoImportStore } from "../../aws/stores/import/import-store.ts";
import { Table } from "../../aws/dynamodb/table.ts";
import { DynamoListDeletionStore } from "../../aws/stores/contact/list-deletion-store.ts";
import { DynamoListStore } from "../../aws/stores/contact/list-store.ts";
import { DynamoMediaStore } from "../../aws/stores/content/media-store.ts";
import { DynamoPersonStore } from "../../aws/stores/contact/person-store.ts";
import { DynamoOptOutStore } from "../../aws/stores/contact/opt-out-store.ts";
import { DynamoProgressStore } from "../../aws/stores/campaign/progress-store.ts";
import { SqsBell, sqsJobQueue } from "../../aws/sqs/queues.ts";
import { DynamoRateLimitStore } from "../../aws/stores/access/rate-limit-store.ts";
import { DynamoRecentSendStore } from "../../aws/stores/campaign/recent-send-store.ts";
import { DynamoRecipientStore } from "../../aws/stores/campaign/recipient-store.ts";
import { DynamoSessionContentsStore } from "../../aws/stores/session/session-contents-store.ts";
import { DynamoSessionStore } from "../../aws/stores/session/session-store.ts";
import { DynamoLinkedAccountStore } from "../../aws/stores/session/linked-account-store.ts";
import { DynamoSharedPhoneStore } from "../../aws/stores/session/shared-phone-store.ts";
import { DynamoSlotStore } from "../../aws/stores/session/slot-store.ts";
import { DynamoTemplateStore } from "../../aws/stores/content/template-store.ts";
import { DynamoWebhookDeliveryStore } from "../../aws/stores/webhook/webhook-delivery-store.ts";
import { sqsWebhookQueue } from "../../aws/sqs/webhook-queue.ts";
import { DynamoWebhookStore } from "../../aws/stores/webhook/webhook-store.ts";
import { ConditionRefused } from "../../core/errors.ts";
import { createResources, embeddedCredentials } from "../../local/aws/resources.ts";
import { embeddedAws } from "./embedded-aws.ts";

const maxWorkers = 3;

function openSuite(env: Record<string, string>) {
  const client: DynamoDBDocumentClient = documentClient(env);
  const sqs: SQSClient = sqsClient(env);
  const s3: S3Client = s3Client(env);
  const registry = new Table(client, requiredSetting(env, envNames.registryTable));
  const delivery = new Table(client, requiredSetting(env, envNames.deliveryTable));
  const files = new FileBucket(s3, requiredSetting(env, envNames.bucket));
  const bellUrlPrefix = requiredSetting(env, envNames.bellUrlPrefix);
  const sessions = new DynamoSessionStore(registry);
  const contacts = new DynamoContactStore(registry);
  const imports = new DynamoImportStore(registry, files);
  const media = new DynamoMediaStore(registry);
  const optOuts = new DynamoOptOutStore(delivery, registry);
  const campaigns = new DynamoCampaignStore(delivery);
  const recipients = new DynamoRecipientStore(delivery, registry);
  const directs = new DynamoDirectMessageStore(delivery);
  return {
    registry,
    delivery,
    sqs,
    bellUrlPrefix,
    jobsQueueUrl: requiredSetting(env, envNames.jobsQueueUrl),
    sessions,
    sessionDesk: sessions,
    sessionOwners: sessions,
    sessionContents: new DynamoSessionContentsStore(registry, delivery),
    slots: new DynamoSlotStore(registry),
    lists: new DynamoListStore(registry),
    listDeletions: new DynamoListDeletionStore(registry),
    contacts,
    contactWriter: contacts,
    formerContacts: new DynamoFormerContactStore(delivery),
    imports,
    importFiles: imports,
    importChanges: imports,
    media,
    mediaWriter: media,
    mediaUses: media,
    templates: new DynamoTemplateStore(registry),
    optOuts,
    optOutChanges: optOuts,
    persons: new DynamoPersonStore(delivery, registry),
    apiKeys: new DynamoApiKeyStore(registry),
    campaigns,
    campaignChanges: campaigns,
    campaignRemoval: campaigns,
    timers: new DynamoCampaignTimerStore(delivery),
    progress: new DynamoProgressStore(delivery),
    recipients,
    recipientClaims: recipients,
    directs,
    directDesk: directs,
    directClaims: directs,
    webhooks: new DynamoWebhookStore(registry),
    webhookDeliveries: new DynamoWebhookDeliveryStore(delivery),
    webhookQueue: sqsWebhookQueue(sqs, requiredSetting(env, envNames.webhooksQueueUrl)),
    webhooksQueueUrl: requiredSetting(env, envNames.webhooksQueueUrl),
    idempotency: new DynamoIdempotencyStore(delivery),
    sharedPhones: new DynamoSharedPhoneStore(delivery),
    linkedAccounts: new DynamoLinkedAccountStore(registry),
    recentSends: new DynamoRecentSendStore(delivery),
    rateLimits: new DynamoRateLimitStore(delivery),
    audit: new DynamoAuditStore(delivery),
    // A suite rings before it hears: there is nothing to wait for.
    bell: new SqsBell(sqs, bellUrlPrefix, 0),
    jobs: sqsJobQueue(sqs, requiredSetting(env, envNames.jobsQueueUrl)),
    files,
    destroy: () => {
      for (const opened of [client, sqs, s3]) opened.destroy();
    },
  };
}

export type SuiteStores = ReturnType<typeof openSuite>;

/**
 * Every store on tables, queues and a bucket of this suite's own, made before its first test. Call it at the top of the
 * suite and the answer in its tests.
 */
export function storesForSuite(): () => SuiteStores {
  let opened: SuiteStores | undefined;
  beforeAll(async () => {
    Object.assign(process.env, embeddedCredentials);
    opened = openSuite(await createResources(embeddedAws(), { prefix: `suite-${randomUUID()}`, maxWorkers }));
  });
  afterAll(() => {
    opened?.destroy();
  });
  return () => {
    if (opened === undefined) throw new Error("stores are there once beforeAll has run");
    return opened;
  };
}

/** The table behind a client that asks `before` first at every call. */
export function meddledWith(table: Table, before: (command: object) => Promise<void>): Table {
  const send = async (command: Parameters<typeof table.client.send>[0]) => {
    await before(command);
    return await table.client.send(command);
  };
  return new Table({ send } as unknown as Table["client"], table.name);
}

/** Does it `times` times at once: who won, and how many were refused. Anything but a refusal is thrown on. */
export async function atOnce<Won>(
  times: number,
  act: (index: number) => Promise<Won>,
): Promise<{ readonly won: Won[]; readonly refused: number }> {
  const won: Won[] = [];
  let refused = 0;
  const attempt = async (index: number) => {
    try {
      won.push(await act(index));
    } catch (error) {
      if (!(error instanceof ConditionRefused)) throw error;
      refused += 1;
    }
  };
  await Promise.all(Array.from({ length: times }, (_, index) => attempt(index)));
  return { won, refused };
}

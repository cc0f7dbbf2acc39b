/**
 * Names of environment variables. Read by the code that uses them and by infra, which sets them; this file imports
 * nothing so that both can.
 */
export const envNames = {
  registryTable: "REGISTRY_TABLE",
  deliveryTable: "DELIVERY_TABLE",
  bucket: "BUCKET",
  /** Bells are `<prefix><slot>`: one queue per worker slot, addressed by URL. */
  bellUrlPrefix: "BELL_URL_PREFIX",
  jobsQueueUrl: "JOBS_QUEUE_URL",
  /** Starts of scheduled campaigns: their group, the Lambda that they call, and the role that calls it. */
  scheduleGroup: "SCHEDULE_GROUP",
  launchTargetArn: "LAUNCH_TARGET_ARN",
  scheduleRoleArn: "SCHEDULE_ROLE_ARN",
  /** Days that a campaign is kept after it finished; default 180. */
  campaignsKeptDays: "CAMPAIGNS_KEPT_DAYS",
  webhooksQueueUrl: "WEBHOOKS_QUEUE_URL",
  /** `true` lets webhooks reach this very machine: for a laptop only. */
  webhookAllowLoopback: "WEBHOOK_ALLOW_LOOPBACK",
  /** `simulated` where "WhatsApp" is the network of a laptop; on AWS it is not set. */
  whatsAppNetwork: "WHATSAPP_NETWORK",
  maxWorkers: "MAX_WORKERS",
  /** Durations of the lease in milliseconds, see core/session/lease.ts; each has a default. */
  beatMs: "LEASE_BEAT_MS",
  loseAfterMs: "LEASE_LOSE_AFTER_MS",
  takeAfterMs: "LEASE_TAKE_AFTER_MS",
  sendDeadlineMs: "LEASE_SEND_DEADLINE_MS",
  /** How long a message of unknown fate waits for an ack before it is in doubt; default a minute. */
  inDoubtAfterMs: "IN_DOUBT_AFTER_MS",
  /** How long a repeat under an Idempotency-Key waits for a first try that does not answer; default 35 s. */
  idempotencyLockMs: "IDEMPOTENCY_LOCK_MS",
  /** Two messages of a session are at least so far apart, direct ones as well; default a second. */
  directGapMs: "DIRECT_MESSAGE_GAP_MS",
  /** The browser to use; without it the system's, else the one from npm. */
  chromePath: "CHROME_PATH",
  /** Further Chromium flags, parted by blanks: a proxy, resolver rules. */
  browserArgs: "BROWSER_ARGS",
  /** Sessions that one worker runs at once. */
  sessionsPerWorker: "SESSIONS_PER_WORKER",
  /** Memory of a worker's task: the container on Fargate cannot read it. */
  workerMemoryMiB: "WORKER_MEMORY_MIB",
  /** Most bytes of an uploaded file, by what it is; 100 MB at most. */
  maxImageBytes: "MAX_IMAGE_BYTES",
  maxVideoBytes: "MAX_VIDEO_BYTES",
  maxAudioBytes: "MAX_AUDIO_BYTES",
  maxDocumentBytes: "MAX_DOCUMENT_BYTES",
  maxContactsBytes: "MAX_CONTACTS_BYTES",
  defaultLanguage: "DEFAULT_LANGUAGE",
  maxSessionsPerTenant: "MAX_SESSIONS_PER_TENANT",
  /** Requests a minute of one API key; a tenant has four times as many. */
  requestsPerMinute: "REQUESTS_PER_MINUTE",
  /** Of these, requests that start a broadcast or bring a file in. */
  broadcastsPerMinute: "BROADCASTS_PER_MINUTE",
  /** Origins whose pages may call from a browser, with commas between them, or `*`; none by default. */
  corsOrigins: "CORS_ORIGINS",
  /** ARN of the secret that holds the bootstrap key; where it is not set, API_KEY holds the key itself. */
  bootstrapKeySecret: "BOOTSTRAP_KEY_SECRET",
  bootstrapKey: "API_KEY",
  /** The ECS service of the workers; where no cluster is named, workers are started by hand. */
  workerCluster: "WORKER_CLUSTER",
  workerService: "WORKER_SERVICE",
  minWorkers: "MIN_WORKERS",
  /** CloudWatch namespace of what is measured; nothing is where it is not set. */
  metricsNamespace: "METRICS_NAMESPACE",
  dynamoDbEndpoint: "DYNAMODB_ENDPOINT",
  sqsEndpoint: "SQS_ENDPOINT",
  s3Endpoint: "S3_ENDPOINT",
  /** Where people reach the bucket, if not where this system does. */
  filesUrl: "FILES_URL",
  schedulerEndpoint: "SCHEDULER_ENDPOINT",
} as const;
export type EnvName = (typeof envNames)[keyof typeof envNames];

/** A worker's process writes this file while it gets to do anything; ECS checks how old the file is. */
export const signOfLifeFile = "/tmp/worker-alive";

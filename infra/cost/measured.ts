/**
 * What the system uses, as measured. `npm run bench` measures the table units anew and fails when they are further than a
 * tenth from these; the others are counted from the code, which is named beside them.
 */
export const measured = {
  /** Of one message from launch to its last ack, everything counted, less what the session costs when idle. */
  message: { writeUnits: 5.99, readUnits: 6.26, storedBytes: 1_200 },
  /** Of one worker with one linked session that sends nothing, a minute. */
  idleMinute: { writeUnits: 20, readUnits: 52.5 },
  /** Long polls of a bell take 20 s (aws/sqs/queues.ts). */
  bellPollsPerMinute: 3,
  /** One line of metrics a worker and minute, and what else it says when all is well. */
  workerLogBytesPerMinute: 2_000,
  sweep: { memoryGb: 0.5, seconds: 0.5, readUnits: 20, logBytes: 1_500 },
  /** One request of an API client for every so many messages: launches, and reads of progress. */
  messagesPerApiRequest: 100,
  apiRequest: { memoryGb: 1, seconds: 0.05, readUnits: 3, logBytes: 1_500 },
  /** A profile in the bucket, three kept, saved every six hours. */
  profile: { bytes: 30e6, kept: 3, savesPerDay: 4 },
  /** To WhatsApp, a message with its acks. */
  bytesOutPerMessage: 5_000,
  /** Of a stack. An alarm is billed by the metrics that it reads. */
  alarms: { count: 21, metrics: 35 },
  metrics: 15,
} as const;

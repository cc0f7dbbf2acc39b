export { createClient, type Client, type ClientOptions, type SessionClient } from "./client.ts";
export {
  ApiError,
  BroadcastError,
  ImportError,
  NetworkError,
  UploadError,
  WebhookError,
  type ErrorCode,
  type ErrorDetail,
  type ErrorFacts,
} from "./errors.ts";
export type { SessionHelpers, LinkStep, UploadInput, UploadOptions, WaitOptions } from "./helpers.ts";
export type { CallOptions, Pages } from "./operation.ts";
export type { FileSource } from "./upload-source.ts";
export type { OnProgress } from "./upload-form.ts";
export { verifyWebhook, type VerifyOptions, type WebhookHeaders } from "./webhooks.ts";
export type * from "./generated/operations.gen.ts";
export type * from "./generated/types.gen.ts";

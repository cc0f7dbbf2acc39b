import type { S3Event } from "aws-lambda";
import { mediaOfUploadKey } from "../../core/content/media.ts";
import type { Job } from "../../core/jobs.ts";

/** The jobs in a message of the queue: one of ours, or what the bucket says of objects that came in. */
export function jobsIn(body: string): readonly Job[] {
  const message = JSON.parse(body) as Job | Partial<S3Event> | { readonly Event: "s3:TestEvent" };
  if ("kind" in message) return [message];
  // The bucket tries the queue once, when it is configured.
  if ("Event" in message) return [];
  return (message.Records ?? []).flatMap(({ s3 }): Job[] => {
    const key = decodeURIComponent(s3.object.key.replaceAll("+", " "));
    const media = mediaOfUploadKey(key);
    return media === undefined ? [] : [{ kind: "check_media", ...media }];
  });
}

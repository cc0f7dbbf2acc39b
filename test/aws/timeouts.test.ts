import { documentClient, schedulerClient, sqsClient } from "../../aws/clients.ts";
import { s3Client } from "../../aws/s3/file-bucket.ts";
import { secretsClient } from "../../aws/secrets.ts";

interface Client {
  readonly config: { readonly requestHandler: { readonly handle: unknown; httpHandlerConfigs?(): object } };
}
type Handle = (request: unknown, options: { readonly abortSignal: AbortSignal }) => Promise<unknown>;

/** As its handler of requests has them, which reads them at the first one: here, one that is taken back at once. */
async function timeoutsOf({ config: { requestHandler } }: Client) {
  const abortSignal = AbortSignal.abort();
  await (requestHandler.handle as Handle)
    .call(requestHandler, { protocol: "https:" }, { abortSignal })
    .catch(() => undefined);
  return requestHandler.httpHandlerConfigs?.() as {
    readonly connectionTimeout?: number;
    readonly requestTimeout?: number;
    readonly throwOnRequestTimeout?: boolean;
    readonly socketTimeout?: number;
  };
}

describe("a request that hangs fails", () => {
  const env = {};
  test.each<[string, () => Client | Promise<Client>]>([
    ["DynamoDB", () => documentClient(env)],
    ["SQS", () => sqsClient(env)],
    ["Scheduler", () => schedulerClient(env)],
    ["Secrets Manager", () => secretsClient()],
  ])("of %s, after 30 s at most", async (_, open) => {
    const { connectionTimeout, requestTimeout, throwOnRequestTimeout } = await timeoutsOf(await open());
    expect(connectionTimeout).toBe(2_000);
    expect(requestTimeout).toBeLessThanOrEqual(30_000);
    expect(throwOnRequestTimeout).toBe(true);
  });

  test("of S3, when nothing moves for 10 s, and not because a large file takes long", async () => {
    const { connectionTimeout, requestTimeout, socketTimeout } = await timeoutsOf(s3Client(env));
    expect([connectionTimeout, socketTimeout, requestTimeout]).toEqual([2_000, 10_000, undefined]);
  });
});

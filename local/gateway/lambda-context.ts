import type { Context } from "aws-lambda";

/**
 * A Lambda's second argument, as far as handlers and middy read it. `startedAt` is epoch milliseconds. Its type still
 * asks for `done`, `fail` and `succeed`, which belong to Node 0.10: a handler answers with a promise.
 */
export function lambdaContext(of: {
  readonly functionName: string;
  readonly requestId: string;
  readonly timeoutMs: number;
  readonly startedAt?: number;
}): Context {
  const { functionName, requestId, timeoutMs, startedAt = Date.now() } = of;
  return {
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    memoryLimitInMB: "512",
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: "local",
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, startedAt + timeoutMs - Date.now()),
  } as Context;
}

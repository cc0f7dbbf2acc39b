import { findPresignedRefusal } from "../../../../local/aws/s3/presigned.ts";

const signedAt = Date.parse("2026-11-22T09:30:00Z");
const refusal = (change: Record<string, string>, now = signedAt) =>
  findPresignedRefusal(
    new URLSearchParams({
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Date": "20261122T093000Z",
      "X-Amz-Expires": "60",
      "X-Amz-Signature": "00",
      ...change,
    }),
    now,
  );

describe("a presigned URL", () => {
  test("is good up to the last millisecond of its time", () => {
    expect(refusal({}, signedAt + 60_000)).toBeUndefined();
  });

  test("is refused a millisecond later", () => {
    expect(refusal({}, signedAt + 60_001)).toMatchObject({
      status: 403,
      code: "AccessDenied",
      message: "Request has expired",
      elements: { "X-Amz-Expires": "60", Expires: "2026-11-22T09:31:00.000Z", ServerTime: "2026-11-22T09:31:00.001Z" },
    });
  });

  test("is refused when it was signed more than 15 minutes ahead", () => {
    expect(refusal({}, signedAt - 15 * 60_000)).toBeUndefined();
    expect(refusal({}, signedAt - 15 * 60_000 - 1)).toMatchObject({ status: 403, code: "AccessDenied" });
  });

  test.each([
    { "X-Amz-Date": "" },
    { "X-Amz-Date": "2026-11-22T09:30:00Z" },
    { "X-Amz-Date": "20261399T093000Z" },
    { "X-Amz-Expires": "" },
    { "X-Amz-Expires": "-1" },
    { "X-Amz-Expires": "604801" },
  ])("is malformed with %j", (change) => {
    expect(refusal(change)).toMatchObject({ status: 400, code: "AuthorizationQueryParametersError" });
  });
});

test("a URL that is not presigned is not looked at", () => {
  expect(findPresignedRefusal(new URLSearchParams("list-type=2"), signedAt)).toBeUndefined();
});

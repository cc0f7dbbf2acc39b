import { randomUUID } from "node:crypto";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { FileBucket } from "../../../../aws/s3/file-bucket.ts";
import { startS3Edge } from "../../../../local/aws/s3/edge.ts";
import type { LocalServer } from "../../../../local/listening.ts";
import { embeddedAws } from "../../../support/embedded-aws.ts";

/** What was signed for a form or an address is all that it is good for, as on S3. */

const bucket = `bucket-${randomUUID()}`;
const key = "uploads/a.txt";
let edge: LocalServer;
let client: S3Client;
let files: FileBucket;

beforeAll(async () => {
  edge = await startS3Edge({ upstream: embeddedAws().sqsEndpoint, allowedOrigins: [] });
  client = new S3Client({ ...embeddedAws(), endpoint: edge.endpoint, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  files = new FileBucket(client, bucket);
});
afterAll(async () => {
  client.destroy();
  await edge.close();
});

const answerOf = async (response: Response) => {
  const text = await response.text();
  return [
    response.status,
    /<Code>(.*?)<\/Code>/.exec(text)?.[1],
    /<ArgumentName>(.*?)<\/ArgumentName>/.exec(text)?.[1],
  ];
};

describe("a form", () => {
  const answer = async (change: (fields: Record<string, string>) => Record<string, string>, file = true) => {
    const { url, fields } = await files.permit(key, "text/plain", 5, 60);
    const form = new FormData();
    for (const [name, value] of Object.entries(change({ ...fields }))) form.set(name, value);
    if (file) form.set("file", new Blob(["hello"]));
    return answerOf(await fetch(url, { method: "POST", body: form }));
  };
  const without =
    (...names: string[]) =>
    (fields: Record<string, string>) =>
      Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

  test("that is right is taken", async () => {
    expect((await answer((fields) => fields))[0]).toBe(204);
  });

  test.each(["Policy", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature", "key"])(
    "without %s is refused by that name",
    async (name) => {
      expect(await answer(without(name))).toEqual([400, "InvalidArgument", name === "Policy" ? "policy" : name]);
    },
  );

  test("that no key has signed is denied", async () => {
    expect(await answer(({ key: of = "" }) => ({ key: of }))).toEqual([403, "AccessDenied", undefined]);
    const policyOnly = without("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature");
    expect(await answer(policyOnly)).toEqual([403, "AccessDenied", undefined]);
  });

  test("of a key that is not there is refused as such", async () => {
    const ofAnother = ({ "X-Amz-Credential": credential = "", ...fields }: Record<string, string>) => ({
      ...fields,
      "X-Amz-Credential": credential.replace(/^[^/]+/, "AKIAANOTHER"),
    });
    expect(await answer(ofAnother)).toEqual([403, "InvalidAccessKeyId", undefined]);
  });

  test("without a file is refused by that name", async () => {
    expect(await answer((fields) => fields, false)).toEqual([400, "InvalidArgument", "file"]);
  });
});

describe("a presigned address", () => {
  const signed = async (of = key, name = "Bericht (1)!.csv") => {
    await files.save(of, "hello", "text/plain");
    return new URL(await files.sign(of, name));
  };
  const forged = [403, "SignatureDoesNotMatch", undefined];

  test.each([key, "uploads/café + 'x' (1)!*~.txt"])("of %s gives the file", async (of) => {
    expect(await (await fetch(await signed(of))).text()).toBe("hello");
  });

  test("gives it under the name that was signed", async () => {
    const { headers } = await fetch(await signed());
    expect(headers.get("content-disposition")).toBe('attachment; filename="Bericht__1__.csv"');
    expect(headers.get("content-type")).toBe("text/plain");
  });

  test.each<[string, (url: URL) => void]>([
    ["another file", (url) => (url.pathname = `/${bucket}/uploads/b.txt`)],
    [
      "a longer time",
      (url) => {
        url.searchParams.set("X-Amz-Expires", "3600");
      },
    ],
    [
      "another name",
      (url) => {
        url.searchParams.set("response-content-disposition", "inline");
      },
    ],
    [
      "a parameter more",
      (url) => {
        url.searchParams.set("versionId", "1");
      },
    ],
    [
      "another signature",
      (url) => {
        url.searchParams.set("X-Amz-Signature", "0".repeat(64));
      },
    ],
  ])("of %s is refused", async (_what, change) => {
    const url = await signed();
    change(url);
    expect(await answerOf(await fetch(url))).toEqual(forged);
  });

  test("neither writes nor removes", async () => {
    const url = await signed();
    expect(await answerOf(await fetch(url, { method: "PUT", body: "other" }))).toEqual(forged);
    expect(await answerOf(await fetch(url, { method: "DELETE" }))).toEqual(forged);
    expect(Buffer.from((await files.load(key)) ?? []).toString()).toBe("hello");
  });
});

import { mock } from "node:test";
import { bucket, otherBucket, type Server } from "./servers.ts";

/** What holders of a form or an address may try beyond what was signed for them, and how S3 answers each. */

export interface Attack {
  readonly name: string;
  /** Status and code that S3 answers. Source: AWS' list of error codes, and answers of AWS that LocalStack's tests recorded. */
  readonly wanted: string;
  readonly send: (server: Server, key: string) => Promise<Response>;
  /** Why the local stack takes it all the same. */
  readonly takenLocally?: string;
}

export const content = Buffer.from("exactly so many bytes");
export const contentType = "text/plain";
const lifeSeconds = 600;
const hourMs = 3_600_000;

type Fields = Readonly<Record<string, string>>;
interface Form {
  readonly fields: Fields;
  readonly file?: Buffer;
  /** Where it is sent to in place of its own bucket. */
  readonly to?: string;
}

const post = async ({ fields, file, to = bucket }: Form, { endpoint }: Server): Promise<Response> => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  if (file !== undefined) form.set("file", new Blob([new Uint8Array(file)]), "file");
  return await fetch(`${endpoint}/${to}`, { method: "POST", body: form });
};

/** The form that the product has signed for these bytes. */
export const sendForm = async (
  server: Server,
  key: string,
  change: (form: Required<Omit<Form, "to">>) => Form = (form) => form,
): Promise<Response> => {
  const { fields } = await server.files.permit(key, contentType, content.length, lifeSeconds);
  return await post(change({ fields, file: content }), server);
};

const attack = (name: string, wanted: string, change: Parameters<typeof sendForm>[2]): Attack => ({
  name: `a form ${name}`,
  wanted,
  send: (server, key) => sendForm(server, key, change),
});
const withFields = (form: Form, changed: Fields): Form => ({ ...form, fields: { ...form.fields, ...changed } });
const without = (form: Form, ...names: string[]): Form => ({
  ...form,
  fields: Object.fromEntries(Object.entries(form.fields).filter(([name]) => !names.includes(name))),
});

/** Signs by the clock of an hour ago. */
async function anHourAgo<Signed>(sign: () => Promise<Signed>): Promise<Signed> {
  mock.timers.enable({ apis: ["Date"], now: Date.now() - hourMs });
  try {
    return await sign();
  } finally {
    mock.timers.reset();
  }
}

function widened({ Policy: policy = "" }: Fields): string {
  const { conditions, ...rest } = JSON.parse(Buffer.from(policy, "base64").toString()) as { conditions: unknown[] };
  const others = conditions.filter((one) => !(Array.isArray(one) && one[0] === "content-length-range"));
  return Buffer.from(JSON.stringify({ ...rest, conditions: others })).toString("base64");
}

export const formAttacks: readonly Attack[] = [
  attack("with a byte more", "400 EntityTooLarge", (form) => ({
    ...form,
    file: Buffer.concat([content, Buffer.from("!")]),
  })),
  attack("with a byte less", "400 EntityTooSmall", (form) => ({ ...form, file: content.subarray(1) })),
  attack("under another key", "403 AccessDenied", (form) =>
    withFields(form, { key: `${form.fields["key"] ?? ""}-other` }),
  ),
  attack("of another type", "403 AccessDenied", (form) => withFields(form, { "Content-Type": "text/html" })),
  attack("without its type", "403 AccessDenied", (form) => without(form, "Content-Type")),
  attack("that is public", "403 AccessDenied", (form) => withFields(form, { acl: "public-read" })),
  attack("that leads elsewhere", "403 AccessDenied", (form) =>
    withFields(form, { success_action_redirect: "http://127.0.0.1/" }),
  ),
  attack("for another bucket", "403 AccessDenied", (form) => ({ ...form, to: otherBucket })),
  attack("whose policy was widened", "403 SignatureDoesNotMatch", (form) =>
    withFields(form, { Policy: widened(form.fields) }),
  ),
  attack("with another signature", "403 SignatureDoesNotMatch", (form) =>
    withFields(form, { "X-Amz-Signature": "0".repeat(64) }),
  ),
  attack("of a key that is not there", "403 InvalidAccessKeyId", (form) => {
    const credential = (form.fields["X-Amz-Credential"] ?? "").replace(/^[^/]+/, "AKIAIOSFODNN7EXAMPLE");
    return withFields(form, { "X-Amz-Credential": credential });
  }),
  attack("without a policy", "400 InvalidArgument", (form) => without(form, "Policy")),
  attack("without a signature", "400 InvalidArgument", (form) => without(form, "X-Amz-Signature")),
  attack("without its algorithm", "400 InvalidArgument", (form) => without(form, "X-Amz-Algorithm")),
  attack("without a key", "400 InvalidArgument", (form) => without(form, "key")),
  attack("without a file", "400 InvalidArgument", ({ fields }) => ({ fields })),
  attack("that no key has signed", "403 AccessDenied", ({ fields, file }) => ({
    fields: { key: fields["key"] ?? "" },
    file,
  })),
  {
    name: "a form after its time",
    wanted: "403 AccessDenied",
    send: async (server, key) => {
      const { fields } = await anHourAgo(() => server.files.permit(key, contentType, content.length, lifeSeconds));
      return await post({ fields, file: content }, server);
    },
  },
];

export const fileName = "report.csv";
const signed = async ({ files }: Server, key: string) => new URL(await files.sign(key, fileName));

const changed = (name: string, change: (url: URL) => void, options?: RequestInit): Attack => ({
  name: `an address ${name}`,
  wanted: "403 SignatureDoesNotMatch",
  send: async (server, key) => {
    const url = await signed(server, key);
    change(url);
    return await fetch(url, options);
  },
});
const unchanged = () => undefined;

/** Each on a file that is there: none may give it, change it or take it away. */
export const addressAttacks: readonly Attack[] = [
  changed("of another file", (url) => (url.pathname += "-other")),
  changed("of another bucket", (url) => (url.pathname = url.pathname.replace(bucket, otherBucket))),
  changed("with a longer life", (url) => {
    url.searchParams.set("X-Amz-Expires", "86400");
  }),
  changed("under another file name", (url) => {
    url.searchParams.set("response-content-disposition", "inline");
  }),
  changed("with another signature", (url) => {
    url.searchParams.set("X-Amz-Signature", "0".repeat(64));
  }),
  changed("that writes", unchanged, { method: "PUT", body: "other bytes" }),
  changed("that removes", unchanged, { method: "DELETE" }),
  {
    name: "an address after its time",
    wanted: "403 AccessDenied",
    send: async (server, key) => await fetch(await anHourAgo(() => signed(server, key))),
  },
  {
    name: "an address without a signature",
    wanted: "403 AccessDenied",
    takenLocally: "a caller that reaches loopback is on this machine already",
    send: async (server, key) => await fetch(`${server.endpoint}/${bucket}/${key}`),
  },
];

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as z from "zod";
import { eventTypes, testEventType } from "../../core/webhook/events.ts";
import { signedHeaders } from "../../core/webhook/webhook-signature.ts";
import { openApi } from "../../functions/meta/openapi.ts";
import { eventShapes } from "../../functions/routes/events/event-shapes.ts";
import { routes } from "../../functions/routes/index.ts";
import { fencesOf } from "./markdown.ts";

/** docs/events.md says of each event what the OpenAPI document says, with the same example, and its checks of a signature work. */

interface Call {
  readonly description: string;
  readonly requestBody: { readonly content: Readonly<Record<string, { readonly example: Example }>> };
}
interface Example {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}
const document = JSON.parse(JSON.stringify(openApi(routes))) as {
  readonly webhooks: Readonly<Record<string, { readonly post: Call }>>;
};
const page = readFileSync("docs/events.md", "utf8");

interface Section {
  readonly type: string;
  readonly text: string;
  /** Of its family, before the first of its types. */
  readonly lead: string;
}
const sections = page.split(/^## /m).flatMap((family): Section[] => {
  const [lead = "", ...types] = family.split(/^### /m);
  return types.map((section) => ({ type: /^`(.*)`/.exec(section)?.[1] ?? section, text: section, lead }));
});
const types = [...eventTypes, testEventType] as const;
const sectionOf = (type: string) => sections.find((section) => section.type === type) ?? { text: "", lead: "" };
const exampleOf = (type: string) => document.webhooks[type]?.post.requestBody.content["application/json"]?.example;
const dataOf = (type: keyof typeof eventShapes) => (eventShapes[type].shape["data"] as z.ZodObject).shape;

test("docs/events.md has each event once, and none that there is not", () => {
  expect(sections.map(({ type }) => type).toSorted()).toEqual(types.toSorted());
});

test.each(types)("%s: when it comes and an example, as the OpenAPI document has them", (type) => {
  const { text } = sectionOf(type);
  const [when = "?"] = document.webhooks[type]?.post.description.split("\n\n") ?? [];
  expect(text).toContain(`\n\n${when}\n`);
  expect(fencesOf(text).map((fence) => JSON.parse(fence.text) as unknown)).toEqual([exampleOf(type)]);
});

/** What happened to them is no state of theirs. */
const withoutState: readonly string[] = [
  "message.received",
  "session.page_changed",
  "session.limits_changed",
  "campaign.failing",
];

test.each(types)("%s: its example is taken by its schema, with nothing left over and with its own state", (type) => {
  const example = exampleOf(type);
  expect(eventShapes[type].parse(example)).toEqual(example);
  const [family = "", what = ""] = type.split(".");
  const { status, state } = example?.data ?? {};
  const meant = { "campaign.started": "running", "campaign.resumed": "running" }[type as string] ?? what;
  if (family !== "opt_out" && family !== "webhook" && !withoutState.includes(type)) expect(status ?? state).toBe(meant);
});

test.each(types)("%s: each member of its data is named, with ? where it may be absent", (type) => {
  const { lead, text } = sectionOf(type);
  const named = [...`${lead}${text}`.matchAll(/`(\w+\??)`/g)].map(([, name = ""]) => name);
  const wanted = Object.entries(dataOf(type)).map(([name, member]) =>
    (member as z.ZodType).safeParse(undefined).success ? `${name}?` : name,
  );
  expect(wanted.filter((name) => !named.includes(name))).toEqual([]);
});

test.each([
  ["session.failed", "reason"],
  ["session.page_changed", "stops"],
  ["message.received", "type"],
  ["opt_out.added", "source"],
] as const)("%s: each value of its %s is named", (type, name) => {
  const { lead, text } = sectionOf(type);
  const member = dataOf(type)[name] as z.ZodType;
  const { options } = (member instanceof z.ZodOptional ? member.unwrap() : member) as z.ZodEnum;
  expect(options.length).toBeGreaterThan(1);
  for (const value of options) expect(`${lead}${text}`).toContain(`\`${value}\``);
});

test("each member stands in the example of an event of that family", () => {
  const familyOf = (type: string) => type.split(".")[0] ?? "";
  const shown = types.flatMap((type) => Object.keys(exampleOf(type)?.data ?? {}).map((n) => `${familyOf(type)}.${n}`));
  const all = types.flatMap((type) => Object.keys(dataOf(type)).map((name) => `${familyOf(type)}.${name}`));
  expect(all.filter((name) => !shown.includes(name))).toEqual([]);
});

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

test("the call to try a check by has the signature that is sent", () => {
  const text = fencesOf(page).find((fence) => fence.text.includes('"secret"'))?.text ?? "{}";
  const call = JSON.parse(text) as { readonly secret: string; readonly headers: object; readonly body: string };
  const { id } = JSON.parse(call.body) as { readonly id: string };
  expect(signedHeaders(call, id, call.body, 1_796_090_400_000)).toMatchObject(call.headers);
});

/** Each prints as JSON what its `verify` makes of the calls in its argument: the id of an event, or null for one that it refuses. */
const languages: Readonly<Record<string, { readonly argv: readonly string[]; readonly tries: string }>> = {
  js: {
    argv: [process.execPath, "--input-type=module", "-e"],
    tries: `
      const tried = JSON.parse(process.argv[1]).map(({ secret, headers, body }) => {
        try { return verify(secret, body, headers).id; } catch { return null; }
      });
      console.log(JSON.stringify(tried));`,
  },
  python: {
    argv: ["python3", "-c"],
    tries: `
import sys
def tried(call):
    try: return verify(call["secret"], call["body"].encode(), call["headers"])["id"]
    except Exception: return None
print(json.dumps([tried(call) for call in json.loads(sys.argv[1])]))`,
  },
  php: {
    argv: ["php", "-r"],
    tries: `
      $tried = array_map(function ($call) {
          try { return verify($call['secret'], $call['body'], $call['headers'])['id']; } catch (Throwable) { return null; }
      }, json_decode($argv[1], true));
      echo json_encode($tried);`,
  },
};
/** Node is there; the others where the machine has them, as the one of CI has. */
const isThere = ({ argv: [program = ""] }: (typeof languages)[string]) =>
  spawnSync(program, ["--version"]).error === undefined;

test.each(Object.keys(languages).filter((name) => isThere(languages[name] ?? { argv: [], tries: "" })))(
  "the check in %s takes what is sent, and nothing else",
  (language) => {
    const { argv, tries } = languages[language] ?? { argv: [], tries: "" };
    const [program = "", ...args] = argv;
    const body = JSON.stringify({ id: "evt_1", data: { body: "Café \u{1F44D} \u0645" } });
    const call = (at: number, more: Readonly<Record<string, string>> = {}, sent = body) => ({
      secret,
      headers: { ...signedHeaders({ secret }, "evt_1", body, at), ...more },
      body: sent,
    });
    const now = Date.now();
    const former = { secret: `whsec_${"a".repeat(32)}`, until: now + 60_000 };
    const calls = [
      call(now),
      {
        ...call(now),
        headers: signedHeaders({ secret: former.secret, formerSecrets: [{ ...former, secret }] }, "evt_1", body, now),
      },
      call(now, {}, body.replace("Café", "Cafe")),
      call(now, { "webhook-id": "evt_2" }),
      call(now, { "webhook-timestamp": String(Math.floor(now / 1_000) + 1) }),
      call(now, { "webhook-signature": "" }),
      { ...call(now), secret: former.secret },
      call(now - 6 * 60_000),
      call(now + 6 * 60_000),
    ];
    const code =
      fencesOf(page)
        .find(({ info }) => info === language)
        ?.text.replace("<?php", "") ?? "";
    const argument = JSON.stringify(calls);
    const { status, stdout, stderr } = spawnSync(program, [...args, `${code}${tries}`, argument], { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    expect(JSON.parse(stdout)).toEqual(["evt_1", "evt_1", ...calls.slice(2).map(() => null)]);
  },
);

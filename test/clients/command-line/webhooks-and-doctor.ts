import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { PageOf } from "../../e2e/client.ts";
import { until } from "../../support/stack.ts";
import { endOf, run, settled, start } from "./cli.ts";
import { contactsFile, numbersOfBlock, type Parts } from "./parts.ts";

export function describeWebhooks(parts: Parts): void {
  const { client, home } = parts;
  const webhooks = async () =>
    (await client.get<PageOf<{ readonly webhookId: string }>>("/api/whatsapp/webhooks")).data;

  /** Starts it and resolves once it listens. */
  const listening = async () => {
    const child = start(["webhooks", "listen", "--events", "opt_out.*", "--json"], { home });
    let out = "";
    child.stdout?.on("data", (text: Buffer) => (out += text.toString()));
    await until(webhooks, ({ length }) => length === 1, "the webhook is there");
    return { child, ended: endOf(child), out: () => out };
  };

  test("listen prints each event once its signature is right, refuses a forged call, and leaves no webhook", async () => {
    const { child, ended, out } = await listening();
    const { url } = (await webhooks())[0] as unknown as { readonly url: string };
    const forged = await fetch(url, { method: "POST", body: '{"type":"opt_out.added"}' });
    expect(forged.status).toBe(400);
    await run(["opt-outs", "add", "+6281230009999"], { home });
    await until(
      async () => out(),
      (text) => text.includes("opt_out.added"),
      "the event is printed",
    );
    expect(JSON.parse(out())).toMatchObject({ type: "opt_out.added", data: { number: "6281230009999" } });
    // As a terminal and npm send it.
    child.kill("SIGINT");
    child.kill("SIGINT");
    expect((await ended).code).toBe(0);
    expect(await webhooks()).toEqual([]);
  });

  test("on a terminal an event takes as many lines as it needs, and says which recipient it is about", async () => {
    await run(["import", contactsFile(parts, "listened.csv", 14), "--list", "Listened"], { home });
    const child = start(["webhooks", "listen", "--events", "recipient.*"], { home, terminal: true });
    const ended = endOf(child);
    let out = "";
    child.stdout?.on("data", (text: Buffer) => (out += text.toString()));
    await until(webhooks, ({ length }) => length === 1, "the webhook is there");
    await run(["send", "--list", "Listened", "--message", "Halo", "--gap", "0.1", "--watch"], { home });
    await until(
      async () => out,
      (text) => numbersOfBlock(14).every((number) => text.includes(`number=${number}`)),
      "each recipient is named",
    );
    child.stdin?.write("\u0003");
    expect((await ended).code).toBe(0);
    expect(out.split("\r\n").filter((line) => line.length > 80)).toEqual([]);
  });

  test("one that was killed leaves its webhook to the next, which takes it away", async () => {
    const first = await listening();
    const [left] = await webhooks();
    first.child.kill("SIGKILL");
    await first.ended;
    const child = start(["webhooks", "listen", "--events", "opt_out.*"], { home });
    const ended = endOf(child);
    const [other] = await until(
      webhooks,
      (all) => all.length === 1 && all[0]?.webhookId !== left?.webhookId,
      "it is another",
    );
    expect(other).toBeDefined();
    child.kill("SIGTERM");
    await ended;
    expect([await webhooks(), readdirSync(join(home, ".local/state/whatsapp-broadcast/webhooks"))]).toEqual([[], []]);
  });

  test("doctor finds all well, and says so on a terminal", async () => {
    const { code, out } = await run(["doctor"], { home, terminal: true, env: { NO_COLOR: "1" } });
    expect(settled(out)).toMatchInlineSnapshot(`
      "ok       login: http://127.0.0.1:PORT, kept in
               DIR/profiles/default.json
      ok       API: http://127.0.0.1:PORT answers in N ms
      ok       clock: this machine's and the API's are N s apart
      ok       key: a key with the scope admin for all of tenant default; version
               0.1.0, WhatsApp is simulated there
      ok       sending: not halted
      ok       session shop: ready, 628111000111
      ok       page of shop: version 2.3000.0 has all that is needed
      "
    `);
    expect(code).toBe(0);
  });

  test("doctor ends with 1 where nothing answers, or no session is linked", async () => {
    await client.post("/api/whatsapp/sessions", { sessionId: "second" });
    const { code, out } = await run(["doctor", "--session", "second", "--json"], { home });
    const { ok, findings } = JSON.parse(out) as {
      ok: boolean;
      findings: { check: string; state: string; todo?: string }[];
    };
    expect([code, ok]).toEqual([1, false]);
    expect(findings.filter(({ state }) => state === "wrong")).toEqual([
      expect.objectContaining({ check: "session second", todo: expect.stringContaining("link second") as string }),
    ]);
    const gone = await run(["doctor", "--url", "http://127.0.0.1:9"], { home, env: { WHATSAPP_BROADCAST_KEY: "k" } });
    expect([gone.code, gone.out]).toEqual([1, expect.stringContaining("does not answer") as string]);
  });
}

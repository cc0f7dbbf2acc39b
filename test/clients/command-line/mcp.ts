import { Client as McpClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { operations } from "../../../clients/typescript/src/generated/operations.gen.ts";
import { readTools } from "../../../clients/command-line/src/mcp/read-tools.ts";
import { untilStatus } from "../../e2e/steps.ts";
import { binOf, run } from "./cli.ts";
import { contactsFile, type Parts } from "./parts.ts";

/** What reads and is no tool: files, which other tools say by pages, and what is no matter of a shop. */
const noTools = [
  "health",
  "openApiDocument",
  "getQrCode",
  "listClients",
  "exportContacts",
  "exportCampaign",
  "getImportErrors",
];

/** By the protocol's own client, over standard input and output. */
export function describeMcp(parts: Parts): void {
  const { client, home } = parts;
  const connect = async (...flags: string[]): Promise<McpClient> => {
    const model = new McpClient({ name: "script", version: "1" });
    await model.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [binOf(home), "mcp", ...flags],
        env: { PATH: process.env["PATH"] ?? "", HOME: home },
      }),
    );
    return model;
  };
  const call = async (model: McpClient, name: string, given: Record<string, unknown> = {}) => {
    const { isError = false, content } = await model.callTool({ name, arguments: given });
    const [first] = content as { readonly text: string }[];
    return { isError, answer: JSON.parse(first?.text ?? "{}") as Record<string, never> };
  };
  const prepared = async (model: McpClient, listId: string, message: string) => {
    const drafted = await call(model, "draft_campaign", {
      sessionId: "shop",
      listIds: [listId],
      message,
      pacing: { minGapMs: 100, maxGapMs: 100 },
    });
    const dry = await call(model, "dry_run_campaign", { draftId: drafted.answer["draftId"] });
    return { drafted, dry, dryRunToken: dry.answer["dryRunToken"] as unknown };
  };
  let listId = "";
  beforeAll(async () => {
    const { out } = await run(["import", contactsFile(parts, "mcp.csv", 8), "--list", "Mcp", "--json"], { home });
    listId = (JSON.parse(out) as { readonly list: { readonly listId: string } }).list.listId;
  });

  test("each operation that reads is a tool", () => {
    const reading = Object.entries(operations).flatMap(([name, { method }]) => (method === "GET" ? [name] : []));
    expect([...readTools.map(({ operation }) => operation), ...noTools].toSorted()).toEqual(reading.toSorted());
  });

  test("without --allow-send it reads, drafts and dry-runs, and there is no tool that sends", async () => {
    const model = await connect();
    const { tools } = await model.listTools();
    const names = tools.map(({ name }) => name);
    expect(names.filter((name) => !/^(list|get)_/.test(name)).toSorted()).toEqual([
      "draft_campaign",
      "dry_run_campaign",
    ]);
    const sessions = await call(model, "list_sessions");
    expect(sessions.answer).toMatchObject({ data: [{ sessionId: "shop", state: "ready" }] });
    const { drafted, dry } = await prepared(model, listId, "Halo {{ name }} di {{ kota }}");
    expect(drafted.answer).toMatchObject({ preview: [{ message: "Halo Nama 0 di Bandung", missing: [] }, {}, {}] });
    expect(dry.answer).toMatchObject({ willSend: 3, mayBeSentHere: false });
    const refused = await call(model, "get_list", { sessionId: "shop", listId: "lst_none" });
    expect([refused.isError, refused.answer]).toEqual([
      true,
      { error: expect.objectContaining({ code: "LIST_NOT_FOUND" }) as object },
    ]);
    await model.close();
  });

  test("with it a broadcast goes by the dry run's token and its count alone, and once", async () => {
    const model = await connect("--allow-send");
    const message = "Halo {{ name }}, dari model";
    const { dryRunToken } = await prepared(model, listId, message);
    const wrong = await call(model, "send_campaign", { dryRunToken, confirmRecipients: 4 });
    expect([wrong.isError, wrong.answer]).toMatchObject([true, { error: { code: "COUNT_NOT_CONFIRMED" } }]);
    const made = await call(model, "send_campaign", { dryRunToken: "dry_made_up", confirmRecipients: 3 });
    expect([made.isError, made.answer]).toMatchObject([true, { error: { code: "DRY_RUN_OVER" } }]);
    const sent = await call(model, "send_campaign", { dryRunToken, confirmRecipients: 3 });
    expect([sent.isError, sent.answer]).toMatchObject([false, { status: "running", total: 3, repeated: false }]);
    const campaignId = sent.answer["campaignId"] as unknown as string;
    // Another process, as after a crash of this one.
    await model.close();
    const next = await connect("--allow-send");
    const { dryRunToken: other } = await prepared(next, listId, message);
    const repeated = await call(next, "send_campaign", { dryRunToken: other, confirmRecipients: 3 });
    expect(repeated.answer).toMatchObject({ campaignId, repeated: true });
    await untilStatus(client, "shop", campaignId, "completed");
    const seen = await call(next, "list_recipients", { sessionId: "shop", campaignId });
    expect(seen.answer).toMatchObject({ data: [{}, {}, {}], pagination: { nextCursor: null } });
    await next.close();
  });

  test("contacts that came since the person agreed hold it up", async () => {
    const model = await connect("--allow-send");
    const { dryRunToken } = await prepared(model, listId, "Halo lagi");
    await client.post(`/api/whatsapp/shop/broadcast/lists/${listId}/contacts`, {
      contacts: [{ number: "+6281239999999" }],
    });
    const sent = await call(model, "send_campaign", { dryRunToken, confirmRecipients: 3 });
    expect([sent.isError, sent.answer]).toMatchObject([true, { error: { code: "AUDIENCE_CHANGED" } }]);
    await model.close();
  });
}

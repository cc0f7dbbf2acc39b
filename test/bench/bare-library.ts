import wweb from "whatsapp-web.js";

// A process of its own with whatsapp-web.js and nothing else: what the worker is held against. Its parent names browser,
// profile folder, the account's number and flags, and says by the channel how many messages to send.

export interface BareOrder {
  readonly send: number;
  readonly round: number;
  /** Each call waits for the server's word, as the worker does. */
  readonly waits: boolean;
}

export type BareWord =
  /** For the phone to type. */
  | { readonly type: "code"; readonly code: string }
  | { readonly type: "ready" }
  | { readonly type: "sent"; readonly ms: number };

const [executablePath = "", userDataDir = "", number = "", ...args] = process.argv.slice(2);
const say = (word: BareWord): void => {
  process.send?.(word);
};
const client = new wweb.Client({
  authStrategy: new wweb.NoAuth(),
  webVersionCache: { type: "none" },
  puppeteer: { executablePath, userDataDir, args, headless: "shell", pipe: true },
});
client
  .once("qr", () => {
    void client.requestPairingCode(number).then((code) => {
      say({ type: "code", code });
    });
  })
  .on("ready", () => {
    say({ type: "ready" });
  });
process.on("message", ({ send, round, waits }: BareOrder) => {
  void (async () => {
    const startedAt = performance.now();
    const options = waits ? { waitUntilMsgSent: true, sendSeen: false } : {};
    for (let index = 0; index < send; index += 1) {
      await client.sendMessage(`62813${round}${String(index).padStart(7, "0")}@c.us`, `Halo N${index}`, options);
    }
    say({ type: "sent", ms: performance.now() - startedAt });
  })();
});
process.once("SIGTERM", () => {
  void client.destroy().then(() => process.exit(0));
});
await client.initialize();

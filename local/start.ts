import { sessions, slots } from "../aws/open.ts";
import { commandLine, numberOf } from "../command-line.ts";
import { systemClock } from "../aws/system-clock.ts";
import { builtConsole } from "../console-files.ts";
import { defined } from "../core/defined.ts";
import { adminKey } from "./terminal/admin-key.ts";
import { engineNames, isEngineName } from "./engines.ts";
import { loopback } from "./listening.ts";
import { originIn } from "./origin.ts";
import { showQrCodes } from "./terminal/qr-codes.ts";
import { SignIn } from "./sign-in.ts";
import { startStack } from "./stack.ts";
import { whenToldToEnd } from "./told-to-end.ts";

// Entry point of `npm start`: the whole system on this machine, with a simulated WhatsApp.

const usage = `npm start -- [--port 3000] [--data .data | --memory] [--engine simulator]
  --port N     port of API and docs, 0 takes a free one (default 3000)
  --host HOST  the address to listen on (default ${loopback}); another one wants --public-url, too, and TLS before it
  --public-url URL
               where people reach it, such as https://broadcast.example.com: files come and go there, too
  --data DIR   where everything is kept (default .data)
  --memory     keep nothing
  --no-worker  run no worker in this process: \`npm run worker\` starts one beside it
  --engine     simulator, simulated in this process (the default); browser-simulator, whatsapp-web.js in a browser on a
               simulated page; whatsapp, the real one: scan the code with a phone
Environment: API_KEY is the admin key, or API_KEY_FILE names the file that holds it.`;

const line = commandLine(usage, {
  port: { type: "string", default: "3000" },
  host: { type: "string", default: loopback },
  "public-url": { type: "string" },
  data: { type: "string", default: ".data" },
  memory: { type: "boolean", default: false },
  "no-worker": { type: "boolean", default: false },
  engine: { type: "string", default: "simulator" },
});
const { values: options } = line;
const port = numberOf(line, "port", options.port, { min: 0, max: 65_535 });
const engine = isEngineName(options.engine)
  ? options.engine
  : line.refuse(`--engine is "${options.engine}", wanted one of ${engineNames.join(", ")}`);
// Everybody's log lines of routine go to files on AWS; a person at a terminal wants warnings.
process.env["POWERTOOLS_LOG_LEVEL"] ??= "WARN";

const asked = options["public-url"];
const publicUrl = asked === undefined ? undefined : originIn(asked);
if (asked !== undefined && publicUrl === undefined)
  line.refuse(`--public-url is "${asked}", wanted an origin such as https://broadcast.example.com`);
if (publicUrl === undefined && options.host !== loopback)
  line.refuse(
    `--host is "${options.host}", where people reach files by no address of loopback: give --public-url, too`,
  );

const dataDir = options.memory ? undefined : options.data;
const isTerminal = process.stdout.isTTY;
// What does not go to a terminal may be kept, and read by others: there a key is shown only if it opens a simulation on this machine.
const mayBeShown = isTerminal || (engine !== "whatsapp" && publicUrl === undefined);
const { key, where, shell } = await adminKey(process.env, { dataDir, mayBeShown }).catch((error: unknown) =>
  line.refuse((error as Error).message),
);
const startedAt = Date.now();
// Built at the first start and after a change of its sources; beside the stack, which starts meanwhile.
const page = builtConsole((why) => {
  console.log(why);
}).then(
  () => undefined,
  (error: unknown) => error as Error,
);
// For the person who reads a terminal: what goes elsewhere may be kept, and read by others.
const signIn = isTerminal && publicUrl === undefined ? new SignIn(key, systemClock) : undefined;
const stack = await startStack({
  port,
  host: options.host,
  apiKey: key,
  ownWorker: !options["no-worker"],
  engine,
  tell: console.log,
  ...defined({ dataDir, signIn, publicUrl }),
}).catch((error: unknown) => {
  console.error((error as Error).message);
  process.exit(1);
});
const problemOfPage = await page;
if (problemOfPage !== undefined) console.error(`the console can't be built: ${problemOfPage.message}`);

const showing = new AbortController();
whenToldToEnd({
  first: (why) => {
    showing.abort();
    console.log(`${why}: finishing the message in hand and saving profiles; once more ends at once`);
    void stack.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  },
  again: () => process.exit(1),
});

const howToSignIn = signIn && `  sign in    ${signIn.addressAt(stack.url)} (once, within 10 minutes)\n`;
const asking = `curl -H "x-api-key: $KEY" -H "user-id: shop"`;
const howToLink = `Link a session, as a phone would by scanning its QR code:
  export KEY=${shell}
  ${asking} ${stack.url}/qrcode
  curl -H "x-api-key: $KEY" -H "content-type: application/json" -d '{"number":"628111111111"}' \\
    ${stack.url}/_simulator/sessions/shop/scan
  ${asking} ${stack.url}/status`;
const howToLinkReally = `Link a session: scan its code with the phone of the account, under "linked devices"${isTerminal ? ". Once asked for, it is shown here" : ""}:
  export KEY=${shell}
  ${asking} "${stack.url}/qrcode?format=text"     (or format=png, into a file)
  ${asking} ${stack.url}/status`;
console.log(`
whatsapp-broadcast is up at ${stack.url} (${Date.now() - startedAt} ms), ${engine === "whatsapp" ? "WhatsApp is the real one" : "WhatsApp is simulated"}
${howToSignIn ?? ""}  admin key  ${where}
  data       ${dataDir ?? "in memory"}
  console    ${publicUrl ?? stack.url}/
  API        ${publicUrl ?? stack.url}/docs and ${publicUrl ?? stack.url}/openapi.json

${engine === "whatsapp" ? howToLinkReally : howToLink}
A first broadcast stands in README.md: on the console, from a terminal (npm run cli), with curl. Ctrl-C ends.
`);
if (isTerminal && engine === "whatsapp") {
  const write = (text: string) => process.stdout.write(text);
  const rows = { slots: slots(process.env), sessions: sessions(process.env) };
  void showQrCodes({ ...rows, clock: systemClock, write }, showing.signal);
}

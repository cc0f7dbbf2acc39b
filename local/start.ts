import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { commandLine, numberOf } from "../command-line.ts";
import { systemClock } from "../aws/system-clock.ts";
import { builtConsole } from "../console-files.ts";
import { defined } from "../core/defined.ts";
import { engineNames, isEngineName } from "./engines.ts";
import { SignIn } from "./sign-in.ts";
import { startStack } from "./stack.ts";
import { whenToldToEnd } from "./told-to-end.ts";

// Entry point of `npm start`: the whole system on this machine, with a simulated WhatsApp.

const usage = `npm start -- [--port 3000] [--data .data | --memory] [--engine simulator]
  --port N     port of API and docs, 0 takes a free one (default 3000)
  --data DIR   where everything is kept (default .data)
  --memory     keep nothing
  --no-worker  run no worker in this process: \`npm run worker\` starts one beside it
  --engine     simulator, simulated in this process (the default); browser-simulator, whatsapp-web.js in a browser on a
               simulated page; whatsapp, the real one: scan the code with a phone
Environment: API_KEY sets the admin key.`;

const line = commandLine(usage, {
  port: { type: "string", default: "3000" },
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

interface AdminKey {
  readonly key: string;
  readonly origin: "given" | "fresh" | "kept";
}

/** The admin key of a data directory is made once and kept beside the data, readable by its owner only. */
async function adminKey(dataDir: string | undefined): Promise<AdminKey> {
  const given = process.env["API_KEY"];
  if (given !== undefined && given !== "") return { key: given, origin: "given" };
  const fresh = `admin-${randomBytes(18).toString("base64url")}`;
  if (dataDir === undefined) return { key: fresh, origin: "fresh" };
  const file = join(dataDir, "admin-key");
  await mkdir(dataDir, { recursive: true });
  try {
    await writeFile(file, `${fresh}\n`, { mode: 0o600, flag: "wx" });
    return { key: fresh, origin: "fresh" };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return { key: (await readFile(file, "utf8")).trim(), origin: "kept" };
  }
}

const dataDir = options.memory ? undefined : options.data;
const { key, origin } = await adminKey(dataDir);
const startedAt = Date.now();
// Built at the first start and after a change of its sources; beside the stack, which starts meanwhile.
const page = builtConsole((why) => {
  console.log(why);
}).then(
  () => undefined,
  (error: unknown) => error as Error,
);
// For the person who reads a terminal: what goes elsewhere may be kept, and read by others.
const signIn = process.stdout.isTTY ? new SignIn(key, systemClock) : undefined;
const stack = await startStack({
  port,
  apiKey: key,
  ownWorker: !options["no-worker"],
  engine,
  ...defined({ dataDir, signIn }),
}).catch((error: unknown) => {
  console.error((error as Error).message);
  process.exit(1);
});
const problemOfPage = await page;
if (problemOfPage !== undefined) console.error(`the console can't be built: ${problemOfPage.message}`);

whenToldToEnd({
  first: (why) => {
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

// By where it came from: the stack has put it into this process' environment by now. In memory it stands nowhere but here.
const keyFile = join(dataDir ?? "", "admin-key");
const freshKey = dataDir === undefined ? key : `in ${keyFile}`;
const whereKeyIs = { given: "$API_KEY", fresh: freshKey, kept: `in ${keyFile} (made earlier)` }[origin];
const shellKey = origin === "given" ? '"$API_KEY"' : dataDir === undefined ? key : `"$(cat ${keyFile})"`;
const howToSignIn = signIn && `  sign in    ${signIn.addressAt(stack.url)} (once, within 10 minutes)\n`;
const asking = `curl -H "x-api-key: $KEY" -H "user-id: shop"`;
const howToLink = `Link a session, as a phone would by scanning its QR code:
  export KEY=${shellKey}
  ${asking} ${stack.url}/qrcode
  curl -H "x-api-key: $KEY" -H "content-type: application/json" -d '{"number":"628111111111"}' \\
    ${stack.url}/_simulator/sessions/shop/scan
  ${asking} ${stack.url}/status`;
const howToLinkReally = `Link a session: scan its code with the phone of the account, under "linked devices":
  export KEY=${shellKey}
  ${asking} "${stack.url}/qrcode?format=text"     (or format=png, into a file)
  ${asking} ${stack.url}/status`;
console.log(`
whatsapp-broadcast is up at ${stack.url} (${Date.now() - startedAt} ms), ${engine === "whatsapp" ? "WhatsApp is the real one" : "WhatsApp is simulated"}
${howToSignIn ?? ""}  admin key  ${whereKeyIs}
  data       ${dataDir ?? "in memory"}
  console    ${stack.url}/
  API        ${stack.url}/docs and ${stack.url}/openapi.json

${engine === "whatsapp" ? howToLinkReally : howToLink}
A first broadcast with curl stands in README.md. Ctrl-C ends.
`);

import { createHash } from "node:crypto";
import { docsScript, openApiDocument } from "../routes/meta.ts";

/** The page of the API for people: a shell without a line of script in it, whose script draws `/openapi.json`. */

/** Samples of code are shown in these; the first is what a reader sees who has not chosen. */
const samples = ["shell/curl", "php/curl", "python/requests", "js/fetch", "go/native"];

/** Languages and clients that Scalar has samples for, too. */
const otherLanguages =
  "c clojure csharp dart fsharp http java julia kotlin node objc ocaml powershell r ruby rust swift".split(" ");
const hiddenClients = {
  ...Object.fromEntries(otherLanguages.map((language) => [language, true])),
  shell: ["httpie", "wget"],
  php: ["guzzle", "laravel"],
  python: ["aiohttp", "httpx_async", "httpx_sync", "python3"],
  js: ["axios", "jquery", "ofetch", "xhr"],
};

/**
 * Greys and colours that a reader tells from their ground (4.5 to 1), boxes to tick that are seen unticked, commands and
 * answers that are not cut at the right, and no picture of a computer where an answer will stand.
 */
const styles = `.while-loading { display: none }
.light-mode { --scalar-color-2: #5c5c5c; --scalar-color-3: #6b6b6b; --scalar-color-green: #04724d; --scalar-color-red: #c40005; --scalar-color-orange: #b34000; --scalar-color-yellow: #8a6d00; --scalar-color-blue: #0063a5; --scalar-color-accent: #006bb3 }
.dark-mode { --scalar-color-3: #9a9a9a }
.markdown pre, .markdown pre *, .response-card pre, .response-card pre * { white-space: pre-wrap !important; overflow-wrap: anywhere }
input.peer[type="checkbox"] + div .rounded { opacity: 1 !important; border-color: var(--scalar-color-3) !important }
.scalar-card-checkbox-checkmark { outline: 1px solid var(--scalar-color-3) }
.ascii-art { display: none !important }`;

/** Source: Scalar's documentation, "Configuration". Whatever asks another origin or sells a service is off. */
const configuration = {
  customCss: styles,
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: "never",
  // A key that was typed is forgotten with the page: what is kept in a browser, the next person at it reads.
  persistAuth: false,
  authentication: { preferredSecurityScheme: "apiKey" },
  documentDownloadType: "direct",
  // Each operation shows its own, and this page would be twice as long.
  hideModels: true,
  orderSchemaPropertiesBy: "preserve",
  // All titles fit beside the first page.
  defaultOpenFirstTag: false,
  defaultHttpClient: { targetKey: "shell", clientKey: "curl" },
  featuredClients: samples,
  hiddenClients,
};

/**
 * The page asks this origin alone, and runs only what this origin serves: a key that is typed here can't leave for another one.
 * Styles are let in, because the script makes elements with styles as it goes.
 */
export const docsPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** @param version of the script: another one is another address */
export const docsPage = (version: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>whatsapp-broadcast API</title>
<link rel="icon" href="data:,">
</head>
<body>
<p class="while-loading">The reference of this API is loading. The same as one document for programs:
<a href="${openApiDocument.path}">${openApiDocument.path}</a>.</p>
<script id="api-reference" data-url="${openApiDocument.path}" data-configuration="${escaped(configuration)}"></script>
<script src="${docsScript.path}?v=${version}"></script>
</body>
</html>
`;

const escaped = (value: object): string => JSON.stringify(value).replaceAll("&", "&amp;").replaceAll('"', "&quot;");

/** A name for these bytes, for addresses and entity tags. */
export const nameOf = (bytes: string | Uint8Array): string =>
  createHash("sha256").update(bytes).digest("hex").slice(0, 16);

import { brotliDecompressSync, gzipSync } from "node:zlib";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { envNames, optionalSetting, requiredSetting, type Environment } from "../../aws/env.ts";
import { NamedError } from "../../core/errors.ts";
import { isHeldByCaller } from "../edge/answer-headers.ts";
import { atTheEdge } from "../edge/at-the-edge.ts";
import type { ApiAnswer } from "../edge/request.ts";
import { servicesWith } from "../edge/services.ts";
import { consoleFile, consolePage } from "../routes/meta.ts";
import { routeKeys } from "../routes/route.ts";
import { packedFiles, type PackedFile } from "./console-files.ts";
import { nameOf } from "./docs-page.ts";

/** The Lambda of the console: built files, packed once, and nothing else. It reads no table and has no access. */

const mediaTypes: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  woff2: "font/woff2",
};

/** Where the browser takes files to and from: the bucket, at the address that S3 signs. */
function originOfFiles(env: Environment): string {
  const bucket = requiredSetting(env, envNames.bucket);
  const endpoint = optionalSetting(env, envNames.filesUrl) ?? optionalSetting(env, envNames.s3Endpoint);
  // The region is Lambda's own word, not one of this system's settings.
  return endpoint === undefined
    ? `https://${bucket}.s3.${env["AWS_REGION"] ?? "us-east-1"}.amazonaws.com`
    : new URL(endpoint).origin;
}
const services = servicesWith({ originOfFiles });

/**
 * The page runs only what this origin serves, and asks this origin and the bucket alone: a key that is typed here can't leave
 * for another one. Styles are let in, because components set them as they go.
 */
const policyWith = (files: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `connect-src 'self' ${files}`,
    `img-src 'self' data: blob: ${files}`,
    `media-src 'self' blob: ${files}`,
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

let held: Promise<ReadonlyMap<string, PackedFile>> | undefined;
const files = (): Promise<ReadonlyMap<string, PackedFile>> =>
  (held ??= packedFiles().catch((error: unknown) => {
    held = undefined;
    throw error;
  }));

async function answerFile(event: APIGatewayProxyEventV2, name: string): Promise<ApiAnswer> {
  const file = (await files()).get(name);
  if (file === undefined) throw new NamedError("ROUTE_NOT_FOUND", `the console has no file ${name}`);
  const isPage = name === "index.html";
  const policy = policyWith((await services()).originOfFiles);
  const etag = `"${isPage ? nameOf(file.hash + policy) : file.hash}"`;
  // A file under assets/ has its hash in its name; the others are asked about each time.
  const isForever = name.startsWith("assets/");
  const headers = {
    "cache-control": isForever ? "public, max-age=31536000, immutable" : "no-cache",
    etag,
    vary: "accept-encoding",
    ...(isPage ? { "content-security-policy": policy } : {}),
  };
  if (isHeldByCaller(event.headers["if-none-match"], etag)) return { status: 304, headers };
  const encoding = encodingFor(event.headers["accept-encoding"]);
  return {
    status: 200,
    text: encoded(file.packed, encoding),
    mediaType: mediaTypes[name.split(".").at(-1) ?? ""] ?? "application/octet-stream",
    headers: { ...headers, ...(encoding === undefined ? {} : { "content-encoding": encoding }) },
  };
}

type Encoding = "br" | "gzip" | undefined;

/** @param accepted such as `gzip, deflate, br;q=1.0` */
function encodingFor(accepted = ""): Encoding {
  const names = accepted.split(",").flatMap((part) => {
    const [, name, quality] = /^\s*([\w*-]+)\s*(?:;\s*q=([\d.]+))?/.exec(part) ?? [];
    return name === undefined || Number(quality ?? "1") === 0 ? [] : [name.toLowerCase()];
  });
  return names.includes("br") ? "br" : names.includes("gzip") ? "gzip" : undefined;
}

/** Every browser takes brotli over HTTPS and from this machine; what is between it and us may not. */
function encoded(packed: Buffer, encoding: Encoding): Buffer {
  if (encoding === "br") return packed;
  const plain = brotliDecompressSync(packed);
  return encoding === "gzip" ? gzipSync(plain) : plain;
}

const pages = routeKeys(consolePage);
const ofFiles = routeKeys(consoleFile);

export const handler = atTheEdge(async (event) => {
  if (pages.includes(event.routeKey)) return await answerFile(event, "index.html");
  if (ofFiles.includes(event.routeKey)) return await answerFile(event, event.pathParameters?.["file"] ?? "");
  throw new NamedError("ROUTE_NOT_FOUND", `no endpoint for ${event.routeKey}`);
});

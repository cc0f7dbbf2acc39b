import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir, userInfo } from "node:os";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import { extract } from "tar";

/** Which browser runs, and what its processes need in their environment. */
export interface Chromium {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
  /** One that has no other mode than headless. */
  readonly isShell: boolean;
}

/** Where Debian and its kin put theirs, the leanest first. */
const installed = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser"];
const libraryDirs = ["/usr/lib", "/usr/lib64", "/lib64"].concat(
  ["x86_64", "aarch64"].flatMap((arch) => [`/usr/lib/${arch}-linux-gnu`, `/lib/${arch}-linux-gnu`]),
);

export interface FindOptions {
  /** `CHROME_PATH`: that one or none. */
  readonly chromePath?: string | undefined;
  readonly exists?: (path: string) => boolean;
  /** Where the one from npm is unpacked, once a machine. */
  readonly cacheDir?: string;
}

/**
 * `CHROME_PATH`, else the system's, else the one that npm brought.
 * @throws Error when `CHROME_PATH` names nothing
 */
export async function findChromium({
  chromePath,
  exists = existsSync,
  cacheDir = join(tmpdir(), `whatsapp-broadcast-chromium-${userInfo().uid}`),
}: FindOptions = {}): Promise<Chromium> {
  if (chromePath !== undefined && chromePath !== "") {
    if (!exists(chromePath)) throw new Error(`CHROME_PATH is "${chromePath}", and there is no such file`);
    return asInstalled(chromePath);
  }
  const found = installed.find((path) => exists(path));
  return found === undefined ? await fromNpm(cacheDir, exists) : asInstalled(found);
}

const asInstalled = (path: string): Chromium => ({ path, env: {}, isShell: /headless[-_]shell/.test(basename(path)) });

/**
 * @sparticuz/chromium carries a headless shell and the libraries that a bare system lacks. Its flags are left alone: they
 * switch the browser's web security off.
 */
async function fromNpm(cacheDir: string, exists: (path: string) => boolean): Promise<Chromium> {
  const packed = join(dirname(createRequire(join(process.cwd(), "package.json")).resolve("@sparticuz/chromium")), "..");
  const { version } = createRequire(join(process.cwd(), "package.json"))(join(packed, "package.json")) as {
    readonly version: string;
  };
  const dir = join(cacheDir, version);
  if (!existsSync(dir)) await unpack(join(packed, "bin"), cacheDir, dir);
  const hasNss = libraryDirs.some((libraries) => exists(join(libraries, "libnss3.so")));
  return {
    path: join(dir, "chromium"),
    env: {
      ...(hasNss ? {} : { LD_LIBRARY_PATH: join(dir, "lib") }),
      ...(exists("/etc/fonts/fonts.conf") ? {} : { FONTCONFIG_PATH: dir }),
    },
    isShell: true,
  };
}

/** Whole or not at all, also when another process does the same right now. */
async function unpack(from: string, cacheDir: string, to: string): Promise<void> {
  await mkdir(cacheDir, { recursive: true, mode: 0o700 });
  const making = await mkdtemp(join(cacheDir, "unpacking-"));
  try {
    const binary = createWriteStream(join(making, "chromium"), { mode: 0o755 });
    await pipeline(createReadStream(join(from, "chromium.br")), createBrotliDecompress(), binary);
    for (const name of ["al2023", "fonts", "swiftshader"]) {
      const files = extract({ cwd: making });
      await pipeline(createReadStream(join(from, `${name}.tar.br`)), createBrotliDecompress(), files);
    }
    await rename(making, to);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
}

/** Flags of a browser that does nothing by itself. `BROWSER_ARGS` adds to them: a proxy, resolver rules. */
export const browserFlags = (extra: readonly string[], isRoot: boolean): readonly string[] => [
  "--disable-background-networking",
  "--disable-breakpad",
  "--disable-component-update",
  "--disable-crash-reporter",
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--disk-cache-size=33554432",
  "--no-default-browser-check",
  "--no-first-run",
  // The browser's sandbox needs a user that is not root.
  ...(isRoot ? ["--no-sandbox"] : []),
  ...extra,
];

/** Flags from one line of environment, parted by blanks; quotes keep one together. */
export const splitFlags = (line: string): readonly string[] =>
  [...line.matchAll(/(?:"[^"]*"|[^\s"])+/g)].map(([flag]) => flag.replaceAll('"', ""));

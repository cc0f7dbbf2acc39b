import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "puppeteer-core";
import { browserFlags, findChromium, splitFlags } from "../../../worker/whatsapp/chromium.ts";

test("CHROME_PATH is that one or an error that names it", async () => {
  expect(await findChromium({ chromePath: process.execPath })).toMatchObject({ path: process.execPath, env: {} });
  await expect(findChromium({ chromePath: "/no/such/browser" })).rejects.toThrow('CHROME_PATH is "/no/such/browser"');
});

test("the system's leanest goes before its others", async () => {
  const both = (path: string) => path === "/usr/bin/chromium" || path === "/usr/bin/chromium-headless-shell";
  expect(await findChromium({ exists: both })).toEqual({
    path: "/usr/bin/chromium-headless-shell",
    env: {},
    isShell: true,
  });
  expect(await findChromium({ exists: (path) => path === "/usr/bin/chromium" })).toMatchObject({ isShell: false });
});

test("on a bare machine the one from npm runs with the libraries and fonts that came with it", async () => {
  const cacheDir = mkdtempSync(join(tmpdir(), "chromium-"));
  const nothing = () => false;
  const [found, again] = await Promise.all([
    findChromium({ exists: nothing, cacheDir }),
    findChromium({ exists: nothing, cacheDir }),
  ]);
  expect(again).toEqual(found);
  expect(existsSync(join(found.env["LD_LIBRARY_PATH"] ?? "", "libnss3.so"))).toBe(true);
  expect(existsSync(join(found.env["FONTCONFIG_PATH"] ?? "", "fonts.conf"))).toBe(true);
  const browser = await launch({
    executablePath: found.path,
    env: { ...process.env, ...found.env },
    args: [...browserFlags([], process.getuid?.() === 0)],
    headless: "shell",
    pipe: true,
  });
  const [page] = await browser.pages();
  expect(await page?.evaluate("6 * 7")).toBe(42);
  await browser.close();
  rmSync(cacheDir, { recursive: true });
});

test("flags from the environment are parted by blanks; quotes keep one together", () => {
  expect(splitFlags('--proxy-server=http://p:1  "--host-resolver-rules=MAP a b, MAP * ~NOTFOUND"')).toEqual([
    "--proxy-server=http://p:1",
    "--host-resolver-rules=MAP a b, MAP * ~NOTFOUND",
  ]);
  expect(splitFlags("  ")).toEqual([]);
});

test("no flag switches the browser's security off, but the sandbox for root, which cannot have it", () => {
  expect(browserFlags(["--mine"], false)).not.toContain("--no-sandbox");
  const flags = browserFlags(["--mine"], true);
  expect(flags).toContain("--mine");
  for (const unsafe of ["--disable-web-security", "--single-process", "--ignore-certificate-errors"]) {
    expect(flags).not.toContain(unsafe);
  }
});

import { killBrowsers } from "./browser-kills.ts";

jest.setTimeout(180_000);

// `npm run chaos` kills thirty times each.

const seed = Math.floor(Math.random() * 1_000_000);

it("through a browser, on a network that drops repeats: everybody once, whatever is killed", async () => {
  const kills = ["browser", "worker", "browser", "browser", "machine"] as const;
  const result = await killBrowsers({ seed, kills, contacts: 300, dedupe: true });
  expect({ seed, ...result }).toMatchObject({ seed, broken: [], recipients: 300 });
});

it("on one that does not: nobody skipped, and nobody twice but by the page itself", async () => {
  const result = await killBrowsers({ seed, kills: ["browser", "browser"], contacts: 100, dedupe: false });
  expect({ seed, ...result }).toMatchObject({ seed, broken: [], recipients: 100 });
});

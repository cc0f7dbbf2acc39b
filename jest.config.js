/**
 * CommonJS mode: the same suites run about three times faster than under Node's ES module mode. Packages that can only
 * be imported (middy, and others named below) are transformed too; what needs a process of its own (fauxqs, a browser)
 * runs in one, started by test/support/.
 */
const importOnly = [
  "puppeteer",
  "puppeteer-core",
  "@puppeteer",
  "modern-tar",
  "chromium-bidi",
  "@middy",
  "temporal-polyfill",
  "temporal-utils",
  "file-type",
  "strtok3",
  "token-types",
  "uint8array-extras",
  "@tokenizer",
  "@borewit",
];

export default {
  testEnvironment: "node",
  // Half of a suite's time is spent in the processes that it starts; by itself jest would leave a core of two unused.
  maxWorkers: 2,
  testSequencer: "<rootDir>/test/support/runner/longest-first.ts",
  // Time is a fake clock's, or waited for by a state: this only ends what hangs, on a machine that is busy, too.
  testTimeout: 120_000,
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  globalSetup: "<rootDir>/test/support/global-setup.ts",
  globalTeardown: "<rootDir>/test/support/global-teardown.ts",
  coverageProvider: "babel",
  moduleNameMapper: { "^@middy/([^/]+)$": "<rootDir>/node_modules/@middy/$1/index.js" },
  transformIgnorePatterns: [`/node_modules/(?!(${importOnly.join("|")})/)`],
  transform: {
    "^.+\\.(ts|js|mjs)$": [
      "@swc/jest",
      { module: { type: "commonjs" }, jsc: { target: "es2024", parser: { syntax: "typescript" } } },
    ],
  },
};

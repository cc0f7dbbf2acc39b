import { readFileSync } from "node:fs";

/** knip does not look through run.cjs: the files that the scripts of package.json start by it are read from those scripts. */
const { scripts } = JSON.parse(readFileSync(`${import.meta.dirname}/package.json`, "utf8"));
const started = Object.values(scripts).flatMap((script) =>
  [...script.matchAll(/node run\.cjs (?:--\S+ )*(\S+\.ts)/g)].map(([, file]) => file),
);

/** Each Lambda is loaded by the name of its file. */
const entries = [
  ...readFileSync(`${import.meta.dirname}/functions/entries.ts`, "utf8").matchAll(/"(functions\/\S+\.ts)"/g),
].map(([, file]) => file);

export default {
  entry: [
    ...started,
    ...entries,
    "clients/typescript/src/index.ts",
    // `prepack` of the packages.
    "clients/*/scripts/build.ts",
    "console/src/main.tsx",
    "console/vite.config.ts",
    // Started by console-files.ts, too.
    "console/build.ts",
    "infra/app.ts",
    "test/infra/load-bundles.ts",
    "worker/main.ts",
    "test/**/*.test.ts",
    "test/support/global-{setup,teardown}.ts",
    "test/access-was-used.ts",
    "test/support/harsh/{register,dynalite}.ts",
    "test/support/aws-process.ts",
    "test/judge/templates/synthesize.ts",
    "test/support/history/in-process.ts",
    // Loaded by a flag of Node.
    "test/recorded/moved-clock.ts",
    "test/chaos/power/unsynced.ts",
    "test/upgrade/recorded-worker.ts",
    // Started in the folder of another version.
    "test/upgrade/front.ts",
    "docs/examples/webhook-receiver.ts",
  ],
  project: ["**/*.{ts,tsx}", "!clients/*/dist/**"],
  ignoreDependencies: [
    "@sparticuz/chromium",
    // A script that tests hand to a browser as text.
    "axe-core",
    // Programs that scripts start by run.cjs.
    ...["@redocly/cli", "aws-cdk", "dependency-cruiser", "prettier"],
    // A text that api-reference.ts reads out of it; no code of it runs.
    "@scalar/fastify-api-reference",
    // dynalite's own, looked at where local/aws/dynalite-iterators.ts and dynalite-writes.ts mend how dynalite uses them.
    ...["abstract-level", "classic-level"],
  ],
  // Of util-linux, for test/one-machine.
  ignoreBinaries: ["unshare"],
  ignoreExportsUsedInFile: true,
};

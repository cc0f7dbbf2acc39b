import { defineConfig } from "eslint/config";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const zodByName = {
  selector: "ImportDeclaration[source.value='zod'] > :matches(ImportSpecifier, ImportDefaultSpecifier)",
  message: "use `import * as z from 'zod'`: the named export bundles every locale",
};

export default defineConfig(
  {
    ignores: [
      ...["node_modules/", "**/dist/", "cdk.out/", "coverage/", ".data/", "*.js", "*.cjs"],
      // Made by programs, not written.
      "clients/typescript/src/generated/",
    ],
  },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      // Many ports are async by contract though one implementation needs no await.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // A type that only the caller knows, such as a stored row's, is given where the value is read.
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      "no-console": "error",
      "no-restricted-syntax": ["error", zodByName],
    },
  },
  {
    // Plain script that a browser gets as it is.
    files: ["simulator/web/page/**/*.js"],
    extends: [tseslint.configs.disableTypeChecked],
    rules: {
      // The real page's modules have members that do nothing here.
      "@typescript-eslint/no-empty-function": "off",
      "@typescript-eslint/no-extraneous-class": "off",
    },
  },
  {
    files: ["console/src/**/*.{ts,tsx}"],
    extends: [reactHooks.configs.flat.recommended],
    rules: {
      // What an event sets off goes on by itself; its failure is a query's or a mutation's.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    // core/ is pure: time, chance and the environment come in as arguments.
    files: ["core/**/*.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        "process",
        "setTimeout",
        "setInterval",
        "setImmediate",
        "fetch",
        "performance",
      ],
      "no-restricted-properties": [
        "error",
        { object: "Date", property: "now", message: "core/ reads no clock" },
        { object: "Math", property: "random", message: "core/ draws no chance" },
        { object: "crypto", property: "randomUUID", message: "core/ draws no chance" },
      ],
      "no-restricted-syntax": [
        "error",
        zodByName,
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: "core/ reads no clock" },
      ],
    },
  },
  {
    // People read these programs' output in a terminal.
    files: [
      "clients/typescript/scripts/**/*.ts",
      "console/build.ts",
      "local/**/*.ts",
      "test/access-was-used.ts",
      "test/all.ts",
      "test/bench/**/*.ts",
      "test/chaos/halts.ts",
      "test/chaos/page/run-drift.ts",
      "test/chaos/power/run-power-cuts.ts",
      "test/chaos/run-quotas.ts",
      "test/chaos/run-without-bound.ts",
      "test/chaos/run.ts",
      "test/console/lighthouse.ts",
      "test/console/pictures.ts",
      "test/history/run.ts",
      "infra/**/*.ts",
      "test/infra/load-bundles.ts",
      "test/one-machine/run-by-hand.ts",
      "test/support/aws-process.ts",
      "test/judge/run.ts",
      "test/recorded/record.ts",
      "test/simulate/run.ts",
      "test/upgrade/{front,run}.ts",
      "functions/meta/write-openapi.ts",
    ],
    rules: { "no-console": "off" },
  },
);

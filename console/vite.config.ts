import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const frame =
  /node_modules\/(react|react-dom|scheduler|i18next|react-i18next|wouter|regexparam|use-sync-external-store|@tanstack|@floating-ui|react-remove-scroll[\w-]*)\//;

/** The page stands at `/`, its files at `/console/`. In development (`npx vite console`) the API is that of `npm start`. */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "/console/",
  oxc: { jsx: { runtime: "automatic" } },
  build: {
    target: "es2022",
    // A picture within the script would be counted with the first load.
    assetsInlineLimit: 0,
    // Its polyfill is a script of its own for browsers of before 2023.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: {
      // What every page needs in one file: in many small ones it would be packed less well.
      output: { codeSplitting: { groups: [{ name: "frame", test: frame }] } },
      onLog(level, log, handle) {
        // React's own word to servers, in every file of a library of components.
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") handle(level, log);
      },
    },
  },
  server: { proxy: { "^/(?!console/|@|src/|node_modules/)": "http://127.0.0.1:3000" } },
});

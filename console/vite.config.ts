import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

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
    // Which files each page takes: its size is tested.
    manifest: true,
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What the first load needs in one file, which is packed better than 40 and asked for once.
            { name: "frame", tags: ["$initial"], priority: 1 },
            // What many pages share, in one file: a page would ask for up to 47.
            { name: "parts", minShareCount: 8, maxModuleSize: 4_000 },
          ],
        },
      },
      onLog(level, log, handle) {
        // React's own word to servers, in every file of a library of components.
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") handle(level, log);
      },
    },
  },
  server: { proxy: { "^/(?!console/|@|src/|node_modules/)": "http://127.0.0.1:3000" } },
});

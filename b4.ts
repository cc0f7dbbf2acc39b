import { measureImport } from "./test/bench/imports.ts";
console.log(JSON.stringify(await measureImport(), null, 1));
process.exit(0);

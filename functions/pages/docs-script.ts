import { gzipSync } from "node:zlib";
import { apiReferenceScript } from "../../api-reference.ts";

/**
 * The script of the page, gzipped: 1.4 MB in place of 4.9, which no answer of a Lambda could hold. In the bundle it is a file
 * beside `index.js`, and `npm run bundle` puts in place of this module one that reads that file.
 */
export const gzippedScript = (): Buffer => gzipSync(apiReferenceScript(), { level: 9 });

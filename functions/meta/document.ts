/**
 * The OpenAPI document as it is answered. In the bundle it is a file beside `index.js`, written when that is bundled: `npm run bundle`
 * puts in place of this module one that reads the file, so that no bundle holds what the document is made of.
 */
export async function openApiText(): Promise<string> {
  const [{ openApi }, { routes }] = await Promise.all([import("./openapi.ts"), import("../routes/index.ts")]);
  return JSON.stringify(openApi(routes));
}

import { responsesOf } from "./route-answers.ts";
import { resources, routeKeys, type Route } from "../routes/route.ts";

/** The API as one page of plain HTML: no script, nothing fetched from elsewhere. */
export function docsPage(routes: readonly Route[]): string {
  const sections = resources.map((resource) => {
    const rows = routes
      .filter((route) => route.resource === resource)
      .flatMap((route) => routeKeys(route).map((key) => rowOf(route, key)));
    return `<h2>${resource}</h2><table>${rows.join("")}</table>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>whatsapp-broadcast API</title><style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #222 }
table { border-collapse: collapse; width: 100% } td { padding: .3rem .6rem; border-top: 1px solid #ddd; vertical-align: top }
code { font-size: .9rem } td:last-child { color: #666; white-space: nowrap }
</style></head><body>
<h1>whatsapp-broadcast API</h1>
<p>Send your key as <code>Authorization: Bearer KEY</code> or <code>x-api-key: KEY</code>.
The whole contract, with every field: <a href="/openapi.json">openapi.json</a>.</p>
${sections.join("\n")}
</body></html>`;
}

const rowOf = (route: Route, key: string): string =>
  `<tr><td><code>${escapeHtml(key)}</code></td><td>${escapeHtml(route.summary)}</td><td>${
    route.scope === "none" ? "no key" : route.scope
  }, ${Object.keys(responsesOf(route)).join(" ")}</td></tr>`;

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign);

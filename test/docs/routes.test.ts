import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { routes } from "../../functions/routes/index.ts";
import { routeKeys } from "../../functions/routes/route.ts";
import { controlKeys } from "../../simulator/controls/controls.ts";

/** Every route that the documents name, as `POST .../campaigns/{campaignId}/stop` or in a shell example, is one that there is. */

const documents = ["README.md", "CONTRIBUTING.md", "SECURITY.md"].concat(
  readdirSync("docs")
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file)),
);
/** What `...` stands for before a route. */
const base = "/api/whatsapp/{sessionId}/broadcast";
const known = routes.flatMap(routeKeys);
const shapeOf = (routeKey: string) => routeKey.replaceAll(/\{\w+\}/g, "{}");
const shapes = new Set([...known, ...controlKeys].map(shapeOf));

/** Routes between backticks; what follows the path, such as a query or a body, is left away. */
const namedIn = (text: string): string[] =>
  [...text.matchAll(/`(GET|POST|PUT|PATCH|DELETE) ([^`\s?]+)[^`]*`/g)].map(([, method = "", path = ""]) =>
    shapeOf(`${method} ${path.replace(/^\.\.\./, base)}`),
  );

/** Paths that a shell example asks for; the simulator's own are none of the API. */
const askedIn = (text: string): string[] => {
  const variables = new Map([...text.matchAll(/\b([A-Z]+)="?\$URL(\/[^\s"]*)/g)].map(([, name, path]) => [name, path]));
  return [...text.matchAll(/\$([A-Z]+)(\/[^\s"'?;)]*)/g)]
    .flatMap(([, name = "", path = ""]) =>
      name === "URL" ? path : variables.has(name) ? `${variables.get(name) ?? ""}${path}` : [],
    )
    .filter((path) => !path.startsWith("/_simulator/"));
};
const isAnswered = (path: string) =>
  known.some((routeKey) => {
    const pattern = (routeKey.split(" ")[1] ?? "").replaceAll(/\{\w+\}/g, "[^/]+");
    return new RegExp(`^${pattern}$`).test(path);
  });

test.each(documents)("%s names routes that there are", (file) => {
  const text = readFileSync(file, "utf8");
  expect(namedIn(text).filter((route) => !shapes.has(route))).toEqual([]);
  expect(askedIn(text).filter((path) => path !== base.replace("{sessionId}", "shop") && !isAnswered(path))).toEqual([]);
});

test("docs/api.md names each route that there is", () => {
  const named = new Set(namedIn(readFileSync("docs/api.md", "utf8")));
  expect(routes.map(({ method, path }) => shapeOf(`${method} ${path}`)).filter((route) => !named.has(route))).toEqual(
    [],
  );
});

test("a route that there is not is seen, in a sentence and in an example", () => {
  expect(namedIn("stop it (`POST .../stop` by its tenant)").filter((route) => shapes.has(route))).toEqual([]);
  expect(namedIn("`POST .../campaigns/{id}/stop`, `GET /qrcode?format=text`").every((route) => shapes.has(route))).toBe(
    true,
  );
  const example = 'BASE=$URL/api/whatsapp/shop/broadcast\ncurl $URL/qrcode; curl "$BASE/lists?x=1"; curl $BASE/stop';
  expect(askedIn(example).filter((path) => !isAnswered(path))).toEqual([
    "/api/whatsapp/shop/broadcast",
    "/api/whatsapp/shop/broadcast/stop",
  ]);
  expect(documents.flatMap((file) => namedIn(readFileSync(file, "utf8"))).length).toBeGreaterThan(15);
});

test("docs/simulator.md names each control that there is", () => {
  const named = new Set(namedIn(readFileSync("docs/simulator.md", "utf8")));
  expect(controlKeys.filter((key) => !named.has(shapeOf(key)))).toEqual([]);
});

import { routeTable } from "../../../local/gateway/route-table.ts";

const find = routeTable(
  [
    "GET /",
    "GET /lists/{listId}",
    "GET /lists/recent",
    "GET /{a}/x/{b}",
    "GET /{a}/{b}/z",
    "POST /lists",
    "GET /files/{file+}",
  ].map((routeKey) => ({ routeKey })),
);
const keyOf = (method: string, path: string) => find(method, path)?.target.routeKey;

describe("the route of a request", () => {
  test.each([
    ["GET", "/", "GET /"],
    ["GET", "/lists/recent", "GET /lists/recent"],
    ["GET", "/lists/7", "GET /lists/{listId}"],
    ["POST", "/lists", "POST /lists"],
    ["GET", "/q/x/z", "GET /{a}/x/{b}"],
    ["GET", "/q/y/z", "GET /{a}/{b}/z"],
    ["GET", "/lists/re%63ent", "GET /lists/recent"],
    ["GET", "/files/a.js", "GET /files/{file+}"],
    ["GET", "/files/a/b.js", "GET /files/{file+}"],
    ["GET", "/files/x/z", "GET /{a}/x/{b}"],
  ])("of %s %s is %s", (method, path, routeKey) => {
    expect(keyOf(method, path)).toBe(routeKey);
  });

  test.each([
    ["DELETE", "/lists/7"],
    ["GET", "/lists/"],
    ["GET", "/lists"],
    ["GET", "/lists/7/"],
    ["GET", "//x/z"],
    ["GET", "/files"],
    ["GET", "/files/"],
  ])("of %s %s is none", (method, path) => {
    expect(keyOf(method, path)).toBeUndefined();
  });

  test("gives a param decoded, an encoded slash included", () => {
    expect(find("GET", "/lists/a%2Fb%20%C3%A9+c")?.pathParameters).toEqual({ listId: "a/b é+c" });
  });

  test("gives a greedy param whole, its slashes included", () => {
    expect(find("GET", "/files/assets/a%20b.js")?.pathParameters).toEqual({ file: "assets/a b.js" });
  });

  test.each(["GET lists", "ANY /lists", "GET /{proxy+}/x", "GET /x{id}"])("cannot be %s", (routeKey) => {
    expect(() => routeTable([{ routeKey }])).toThrow();
  });

  test("is told apart from every other", () => {
    const twice = [{ routeKey: "GET /lists/{a}" }, { routeKey: "GET /lists/{b}" }];
    expect(() => routeTable(twice)).toThrow("two routes match the same requests: GET /lists/{b}");
  });
});

import { corsHeaders, originsIn, preflightHeaders } from "../../../functions/edge/answer-headers.ts";

const console = "https://console.example";

test("without a setting no page of another origin may call", () => {
  expect(originsIn(undefined)).toEqual([]);
  expect(corsHeaders([], console)).toEqual({});
  expect(preflightHeaders([], console, ["GET"])).toBeUndefined();
});

test("pages of the origins that are set may, and no others", () => {
  const origins = originsIn(`${console}/, https://other.example`);
  expect(corsHeaders(origins, console)).toMatchObject({ "access-control-allow-origin": console, vary: "origin" });
  for (const stranger of ["https://evil.example", "https://console.example.evil.example", "null", undefined]) {
    expect(corsHeaders(origins, stranger)).toEqual({ vary: "origin" });
    expect(preflightHeaders(origins, stranger, ["GET"])).toBeUndefined();
  }
  expect(preflightHeaders(origins, console, ["GET", "POST"])).toMatchObject({
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": expect.stringContaining("x-api-key") as string,
  });
});

test("a star lets any in, and never with credentials", () => {
  const headers = corsHeaders(originsIn("*"), console);
  expect(headers["access-control-allow-origin"]).toBe("*");
  expect(headers).not.toHaveProperty("access-control-allow-credentials");
});

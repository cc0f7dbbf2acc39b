import { mayCall, urlProblem } from "../../../core/webhook/webhook-address.ts";

const strict = { allowLoopback: false };
const laptop = { allowLoopback: true };

test.each([
  "127.0.0.1",
  "127.8.9.10",
  "0.0.0.0",
  "10.1.2.3",
  "172.16.0.1",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::7f00:1",
  "::ffff:127.0.0.1",
  "::ffff:10.0.0.1",
  "64:ff9b::a00:1",
  "2002:7f00:1::",
  "fe80::1",
  "fd00:ec2::254",
  "ff02::1",
  "not an address",
])("%s is never called", (address) => {
  expect(mayCall(address, strict)).toBe(false);
});

test.each(["93.184.216.34", "8.8.8.8", "2606:4700::1111"])("%s is public", (address) => {
  expect(mayCall(address, strict)).toBe(true);
});

test("a laptop reaches itself, and nothing else that is private", () => {
  expect(mayCall("127.0.0.1", laptop)).toBe(true);
  expect(mayCall("::1", laptop)).toBe(true);
  for (const address of ["10.0.0.1", "169.254.169.254", "192.168.1.1"]) expect(mayCall(address, laptop)).toBe(false);
});

test.each([
  "https://127.0.0.1/",
  "https://2130706433/",
  "https://0x7f.1/",
  "https://localhost/",
  "https://localhost./",
  "https://a.localhost/",
  "https://[::1]/",
  "https://metadata/",
  "http://example.com/",
  "file:///etc/passwd",
  "https://me@example.com/",
  "https://example.com/#x",
  `https://example.com/${"x".repeat(3_000)}`,
  "",
])("%s is no receiver's URL", (url) => {
  expect(urlProblem(url, strict)).toEqual(expect.any(String));
});

test("an https URL of a public name is one; http only to this machine, by setting", () => {
  expect(urlProblem("https://hooks.example.com:8443/a?b=c", strict)).toBeUndefined();
  expect(urlProblem("http://127.0.0.1:4000/", laptop)).toBeUndefined();
  expect(urlProblem("http://localhost:4000/", laptop)).toBeUndefined();
  expect(urlProblem("http://example.com/", laptop)).toEqual(expect.any(String));
});

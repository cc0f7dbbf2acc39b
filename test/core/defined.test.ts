import { defined } from "../../core/defined.ts";

test("members that are undefined are left out, and every other value stays in its order", () => {
  expect(defined({ b: undefined, a: 1, c: null, d: "", e: false, f: 0, g: undefined })).toStrictEqual({
    a: 1,
    c: null,
    d: "",
    e: false,
    f: 0,
  });
  expect(Object.keys(defined({ z: 1, y: undefined, x: 2 }))).toEqual(["z", "x"]);
});

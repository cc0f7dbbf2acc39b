import { jsonResult } from "../../../functions/edge/result.ts";

const bodyOf = (body: Record<string, unknown>) => jsonResult(200, {}, body, "req-1").body ?? "";

test.each([
  ["half a pair", { name: "a\ud83cb" }, { name: "a\ufffdb" }],
  ["the other half, as a field's name", { "\udf89": 1 }, { "\ufffd": 1 }],
  ["halves in a row", { name: "\udf89\udf89" }, { name: "\ufffd\ufffd" }],
  ["a half behind backslashes", { name: "\\\\\ud83c" }, { name: "\\\\\ufffd" }],
  ["what only looks like one", { name: "\\ud83c, \\\\udf89" }, { name: "\\ud83c, \\\\udf89" }],
  ["whole characters", { name: "🎉" }, { name: "🎉" }],
])("%s comes as whole characters", (_what, body, told) => {
  expect(JSON.parse(bodyOf(body))).toEqual(told);
});

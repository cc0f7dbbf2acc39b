import {
  all,
  anyOf,
  expression,
  joined,
  setAndRemove,
  unlessThere,
  written,
} from "../../../aws/dynamodb/expressions.ts";

test("values and names that are data get placeholders, equal ones the same, over all expressions of a request", () => {
  const addTo = (name: string) => expression`#${"counts"}.#${name}=${0}+${2}`;
  const request = written({
    UpdateExpression: expression`SET ${joined(",", [addTo("Nama lengkap"), addTo("state")])}`,
    ConditionExpression: all(expression`#state = ${"open"}`, expression`version < ${2}`),
  });
  expect(request).toEqual({
    UpdateExpression: "SET #0.#1=:0+:1,#0.#2=:0+:1",
    ConditionExpression: "#state = :2 AND version < :1",
    ExpressionAttributeNames: { "#0": "counts", "#1": "Nama lengkap", "#2": "state", "#state": "state" },
    ExpressionAttributeValues: { ":0": 0, ":1": 2, ":2": "open" },
  });
});

test("one of several conditions stands in brackets beside others that must hold", () => {
  const when = all(expression`a = b`, anyOf(expression`c = d`, all(expression`e = f`, expression`g = h`)));
  expect(written({ ConditionExpression: when })).toEqual({
    ConditionExpression: "a = b AND (c = d OR e = f AND g = h)",
  });
});

test("changes set what has a value, take away what is null and leave what is undefined", () => {
  const changes = { name: "Sari", since: unlessThere("since", 5), qr: null, total: undefined };
  expect(written({ UpdateExpression: setAndRemove(changes) })).toEqual({
    UpdateExpression: "SET #name = :0, #since = if_not_exists(#since, :1) REMOVE #qr",
    ExpressionAttributeNames: { "#name": "name", "#since": "since", "#qr": "qr" },
    ExpressionAttributeValues: { ":0": "Sari", ":1": 5 },
  });
});

test("a request without names or values has no map of them, because DynamoDB refuses an empty one", () => {
  const when = expression`attribute_exists(pk)`;
  expect(written({ ConditionExpression: when, FilterExpression: undefined })).toEqual({
    ConditionExpression: "attribute_exists(pk)",
  });
  expect(written({ UpdateExpression: setAndRemove({ qr: null }) })).not.toHaveProperty("ExpressionAttributeValues");
});

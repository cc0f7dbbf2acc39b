import { ConditionRefused } from "../../../core/errors.ts";
import { aTemplate } from "../../support/builders.ts";
import { atOnce, storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();

test("a template is found as it was made, once, and by nobody else", async () => {
  const { templates } = stores();
  const template = aTemplate({ media: { filename: "med_x.png" } });
  await templates.create(template);
  expect(await templates.find(template)).toEqual(template);
  await expect(templates.create(template)).rejects.toThrow(ConditionRefused);
  expect(await templates.find({ ...template, sessionId: "other" })).toBeUndefined();
  expect(await templates.find({ ...template, tenantId: "other" })).toBeUndefined();
});

test("templates are listed, the newest first, page by page", async () => {
  const { templates } = stores();
  const all = [aTemplate({ sessionId: "paged" }), aTemplate({ sessionId: "paged" }), aTemplate({ sessionId: "paged" })];
  for (const template of all) await templates.create(template);
  const ref = { tenantId: "acme", sessionId: "paged" };
  const first = await templates.page(ref, { limit: 2 });
  const rest = await templates.page(ref, { limit: 2, after: first.next ?? "" });
  expect([...first.items, ...rest.items]).toEqual(all.toReversed());
});

test("of several that change the same version, one does, and no change is lost", async () => {
  const { templates } = stores();
  const template = aTemplate();
  await templates.create(template);
  const { won, refused } = await atOnce(5, async (index) => {
    const next = { ...template, version: 2, body: `Versi ${index}` };
    await templates.replace(next);
    return next;
  });
  expect(refused).toBe(4);
  expect(await templates.find(template)).toEqual(won[0]);
});

test("a template that is gone can be neither changed nor removed", async () => {
  const { templates } = stores();
  const template = aTemplate();
  await templates.create(template);
  await templates.remove(template);
  expect(await templates.find(template)).toBeUndefined();
  await expect(templates.remove(template)).rejects.toThrow(ConditionRefused);
  await expect(templates.replace({ ...template, version: 2 })).rejects.toThrow(ConditionRefused);
});

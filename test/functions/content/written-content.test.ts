import { resolveContent } from "../../../functions/content/written-content.ts";
import type { Services } from "../../../functions/edge/services.ts";
import { aTemplate, aUlid } from "../../support/builders.ts";
import { ref } from "../../support/system.ts";

const hashOf = async (message: string, variables: Readonly<Record<string, string>>) =>
  (await resolveContent({} as Services, ref, { message, variables })).bodyHash;

test("a text with the same variables is the same body, in whatever order they come", async () => {
  const text = "Halo {{ kota }} {{ toko }}";
  const hash = await hashOf(text, { kota: "Bandung", toko: "Maju" });
  expect(await hashOf(text, { toko: "Maju", kota: "Bandung" })).toBe(hash);
  expect(await hashOf(text, { toko: "Bandung", kota: "Maju" })).not.toBe(hash);
  expect(await hashOf(`${text}!`, { kota: "Bandung", toko: "Maju" })).not.toBe(hash);
});

test("a template whose file is gone sends nothing, and the refusal names the template; another file in its place goes", async () => {
  const template = aTemplate({ media: { filename: `med_${aUlid()}.png` } });
  const media = { find: async () => undefined };
  const services = { media, templates: { find: async () => template } } as unknown as Services;
  await expect(resolveContent(services, ref, { templateId: template.templateId })).rejects.toMatchObject({
    code: "MEDIA_NOT_FOUND",
    details: [{ pointer: "/templateId" }],
  });
  const mended = { ...services, templates: { find: async () => aTemplate() } } as unknown as Services;
  const { body } = await resolveContent(mended, ref, { templateId: template.templateId });
  expect(body.text).toBe("Halo {{ name }}");
});

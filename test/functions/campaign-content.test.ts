import { resolveContent } from "../../functions/campaign-content.ts";
import type { Services } from "../../functions/edge/services.ts";
import { ref } from "../support/system.ts";

const hashOf = async (message: string, variables: Readonly<Record<string, string>>) =>
  (await resolveContent({} as Services, ref, { message, variables })).bodyHash;

test("a text with the same variables is the same body, in whatever order they come", async () => {
  const text = "Halo {{ kota }} {{ toko }}";
  const hash = await hashOf(text, { kota: "Bandung", toko: "Maju" });
  expect(await hashOf(text, { toko: "Maju", kota: "Bandung" })).toBe(hash);
  expect(await hashOf(text, { toko: "Bandung", kota: "Maju" })).not.toBe(hash);
  expect(await hashOf(`${text}!`, { kota: "Bandung", toko: "Maju" })).not.toBe(hash);
});

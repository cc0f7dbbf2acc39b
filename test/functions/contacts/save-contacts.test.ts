import type { Contact } from "../../../core/contact/contact.ts";
import { ConditionRefused } from "../../../core/errors.ts";
import { saveContacts } from "../../../functions/contacts/save-contacts.ts";
import { seededRandom } from "../../chaos/seeded-random.ts";
import { aUlid, someTime } from "../../support/builders.ts";
import { FakeClock } from "../../support/fake-clock.ts";

test("fifty requests that write the same contact at once soon have written it, each once", async () => {
  const clock = new FakeClock(someTime);
  const random = seededRandom(1);
  let kept: Contact | undefined;
  let writes = 0;
  /** A table whose every call takes a few milliseconds. */
  const called = async <Answer>(act: () => Answer): Promise<Answer> => {
    await clock.wait(2 + random() * 4);
    return act();
  };
  const contacts = {
    find: () => called(() => kept),
    findMany: () => called(() => new Map(kept === undefined ? [] : [[kept.number, kept]])),
  };
  const contactWriter = {
    save: (contact: Contact, seen: Contact | undefined) =>
      called(() => {
        writes += 1;
        if (seen?.updatedAt !== kept?.updatedAt) throw new ConditionRefused("changed");
        kept = contact;
      }),
  };
  const saved = Array.from({ length: 50 }, (_, index) => {
    const row = { number: "628123456789", name: `Nama ${index}`, fields: {} };
    const place = { now: someTime, ulid: aUlid() };
    const rows = [{ index: 0, written: row.number, row }];
    return saveContacts({ contacts, contactWriter, clock, random }, { tenantId: "acme", listId: "lst_1" }, rows, place);
  });
  const state = { isOver: false };
  const all = Promise.all(saved).then((answers) => {
    state.isOver = true;
    return answers;
  });
  const startedAt = clock.now();
  while (!state.isOver) await clock.advance(1);
  const answers = await all;
  expect(answers.reduce((sum, { added }) => sum + added, 0)).toBe(1);
  expect(answers.reduce((sum, { updated }) => sum + updated, 0)).toBe(49);
  // Without pauses between tries each write refuses all others: 50 + 49 + 48 ... of them.
  expect(writes).toBeLessThan(250);
  expect(clock.now() - startedAt).toBeLessThan(5_000);
});

import { existsSync, readFileSync } from "node:fs";
import { findChromium } from "../../../worker/whatsapp/chromium.ts";
import { treeOf } from "../../../worker/whatsapp/processes.ts";
import { openBrowserDoor, Sessions } from "../../support/whatsapp-doors.ts";

/** A machine that has neither a browser nor the libraries that one needs: all of it comes from npm. */

const isBare = (path: string): boolean => !/nss|\/usr\/bin\/chromium/.test(path) && existsSync(path);

const librariesOf = (pid: number): readonly string[] => {
  try {
    return [...readFileSync(`/proc/${pid}/maps`, "utf8").matchAll(/(\/\S+\/libnss3\.so)$/gm)].map(
      ([, path = ""]) => path,
    );
  } catch {
    // Gone meanwhile.
    return [];
  }
};

test("a session links and sends on it, and no library of the system's NSS is in any of its processes", async () => {
  const chromium = await findChromium({ exists: isBare });
  const own = chromium.env["LD_LIBRARY_PATH"] ?? "";
  const sessions = new Sessions(await openBrowserDoor({}, {}, {}, chromium));
  try {
    const { connection } = await sessions.link("s", "628111000111");
    const to = "628222000222";
    expect(await connection.send({ messageId: "3EB0000000000000000001", to, text: "hello" })).toMatchObject({ ack: 1 });
    const loaded = new Set(treeOf(process.pid).flatMap(librariesOf));
    expect([...loaded]).toEqual([`${own}/libnss3.so`]);
  } finally {
    await sessions.end();
  }
});

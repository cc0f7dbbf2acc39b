import type { WhatsAppEvent } from "../../../core/whatsapp.ts";
import { Calls } from "../../../worker/whatsapp/calls.ts";
import { Supervisor } from "../../../worker/whatsapp/supervisor.ts";
import type { WebClient } from "../../../worker/whatsapp/web-client.ts";
import { defaultWebSettings } from "../../../worker/whatsapp/web-settings.ts";
import { FakeClock } from "../../support/fake-clock.ts";

/** What the supervisor makes of moments that a real browser reaches by chance only. */

const never = new Promise<never>(() => undefined);

function supervise({ url, wasLinked }: { readonly url: string; readonly wasLinked: boolean }) {
  const clock = new FakeClock();
  const events: WhatsAppEvent[] = [];
  const client: WebClient = {
    start: () => never,
    pid: undefined,
    url,
    evaluate: () => never,
    requestPairingCode: () => never,
    logout: () => never,
    destroy: () => Promise.resolve(),
  };
  const supervisor = new Supervisor({
    client,
    calls: new Calls(clock, () => undefined),
    clock,
    settings: defaultWebSettings,
    wasLinked,
    tell: (event) => events.push(event),
    lookAtPage: () => Promise.resolve(),
    suspicionOf: () => Promise.resolve(undefined),
    isPageChanged: () => false,
  });
  supervisor.start();
  return { supervisor, events, clock };
}

test("a page that was thrown out between two steps of the library shows a code: the session is logged out", () => {
  const { supervisor, events } = supervise({ url: "https://web.whatsapp.com/?post_logout=1", wasLinked: true });
  supervisor.qr("2@a,b,c,d,1");
  expect(events).toEqual([{ type: "logged_out" }]);
});

test("a linked profile that asks for a scan without having been thrown out is suspected", () => {
  const { supervisor, events } = supervise({ url: "https://web.whatsapp.com/", wasLinked: true });
  supervisor.qr("2@a,b,c,d,1");
  expect(events).toMatchObject([{ type: "down", profileSuspect: "unlinked" }]);
});

test("a profile that was never linked shows its code", () => {
  const { supervisor, events } = supervise({ url: "https://web.whatsapp.com/", wasLinked: false });
  supervisor.qr("undefined,b,c,d,1");
  supervisor.qr("2@a,b,c,d,1");
  expect(events).toMatchObject([{ type: "qr", qr: "2@a,b,c,d,1" }]);
});

describe("a code that was scanned", () => {
  const scanned = () => {
    const supervised = supervise({ url: "https://web.whatsapp.com/", wasLinked: false });
    supervised.supervisor.qr("2@a,b,c,d,1");
    supervised.supervisor.state("OPENING");
    supervised.events.length = 0;
    return supervised;
  };

  test("and led to nothing within 90 s, however often the page was loaded anew, is a link that was not completed", async () => {
    const { supervisor, events, clock } = scanned();
    await clock.advance(60_000);
    supervisor.navigated();
    await clock.advance(29_999);
    expect(events).toEqual([]);
    await clock.advance(1);
    expect(events).toEqual([{ type: "link_not_completed" }]);
  });

  test("and is followed by another code waits for the next scan", async () => {
    const { supervisor, events, clock } = scanned();
    await clock.advance(80_000);
    supervisor.qr("2@e,f,g,h,1");
    await clock.advance(3_600_000);
    expect(events.map(({ type }) => type)).toEqual(["qr"]);
  });

  test("and gets ready is linked", async () => {
    const { supervisor, events, clock } = scanned();
    await clock.advance(89_000);
    supervisor.ready({ number: "628111000111" });
    await clock.advance(3_600_000);
    expect(events).not.toContainEqual({ type: "link_not_completed" });
  });
});

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
    isPageChanged: () => false,
  });
  supervisor.start();
  return { supervisor, events };
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

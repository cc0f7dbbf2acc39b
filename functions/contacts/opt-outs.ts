import * as stores from "../../aws/open.ts";
import { defined } from "../../core/defined.ts";
import { NamedError } from "../../core/errors.ts";
import type { OptOut } from "../../core/contact/opt-out.ts";
import { parsePhone } from "../../core/contact/phone.ts";
import { matchesNumber } from "../../core/contact/search.ts";
import { wasWritten } from "../../core/refused.ts";
import { serve } from "../edge/http.ts";
import { assertOfWholeTenant } from "../edge/keys.ts";
import { searchPage } from "../edge/pages.ts";
import { implementWith, type Handler } from "../edge/request.ts";
import type { Services } from "../edge/services.ts";
import { isoTime } from "../edge/views.ts";
import { numberIn } from "../edge/written-number.ts";
import * as routes from "../routes/opt-outs.ts";

const implement = implementWith({
  optOuts: stores.optOuts,
  optOutChanges: stores.optOutChanges,
  persons: stores.persons,
});

const listOptOuts = implement(routes.listOptOuts)(async ({ caller, query, after, page }, { optOuts }) => {
  const needle = query.search;
  // A whole number or LID finds its person, though that one may stand under another number.
  const digits = needle?.replaceAll(/\D/g, "") ?? "";
  const named = isLid(digits) ? await optOuts.find(caller.tenantId, digits) : undefined;
  const { items, next } = await searchPage(
    (part) => optOuts.page(caller.tenantId, part),
    ({ number }) => number,
    needle === undefined ? undefined : ({ number }) => matchesNumber(needle, number) || number === named?.number,
    { limit: query.limit, after },
  );
  return page(items.map(view), next);
});

type Putting = Pick<Services, "optOutChanges" | "persons">;

const put: Handler<typeof routes.addOptOut, Putting> = async ({ caller, body, now, ulid }, services) => {
  const { optOutChanges, persons } = services;
  const isOfPerson = isLid(body.number) && (await persons.personOf(caller.tenantId, body.number)) !== undefined;
  const number = isOfPerson ? body.number : numberIn(body.number, "/number", body.defaultCountry);
  const asked: OptOut = { tenantId: caller.tenantId, number, optedOutAt: now, source: "api", askedBy: ulid };
  const { state, optOut } = await optOutChanges.put(asked);
  const data = view(optOut);
  const heldBefore = state === "already" && optOut.askedBy !== ulid;
  return heldBefore ? { status: 200, body: { data } } : { status: 201, body: { data } };
};

/** Its number finds it and its mark names the request that made it, so that a repeat is answered as its first try. */
const addOptOut = implement(routes.addOptOut)(put, put);

const removeOptOut = implement(routes.removeOptOut)(async ({ caller, params, now }, { optOutChanges }) => {
  // An opt-out holds for the whole tenant: a key that is limited to some sessions may add one, and take none back.
  assertOfWholeTenant(caller, "write");
  for (const name of namesIn(params.number)) {
    if (await wasWritten(optOutChanges.remove(caller.tenantId, name, now))) return { status: 200, body: {} };
  }
  throw new NamedError("OPT_OUT_NOT_FOUND", `${params.number} did not opt out`);
});

/** WhatsApp's other name for an account, as the list of opt-outs shows it where the number is not known. */
const isLid = (written: string): boolean => /^[1-9]\d{4,19}$/.test(written);

/**
 * What a path may mean: a LID, and a number.
 * @throws NamedError VALIDATION_FAILED when it is neither
 */
const namesIn = (written: string): readonly string[] => {
  const number = parsePhone(written, undefined, "international");
  if (!isLid(written)) return [numberIn(written, "/path/number")];
  return number.ok && number.number !== written ? [written, number.number] : [written];
};

const view = ({ number, optedOutAt, source, sessionId }: OptOut) => ({
  number,
  optedOutAt: isoTime(optedOutAt),
  source,
  ...defined({ sessionId }),
});

export const handler = serve([listOptOuts, addOptOut, removeOptOut]);

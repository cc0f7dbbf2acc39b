import * as stores from "../aws/stores.ts";
import type { Clock } from "../core/clock.ts";
import { contactProblem } from "../core/contact.ts";
import { ConditionRefused, invalidField, NamedError } from "../core/errors.ts";
import { idOf } from "../core/ids.ts";
import { valuesFor, type MessageTemplate } from "../core/message-template.ts";
import { countryFor, parsePhone } from "../core/phone.ts";
import { matchesSearch } from "../core/search.ts";
import { isTemplateProblem, parseTemplate, type ParsedTemplate, type RenderingProblem } from "../core/template.ts";
import { freezeMedia, getTemplate } from "./campaign-content.ts";
import { assertSendable } from "./sendable-text.ts";
import { getSessionOf } from "./edge/access.ts";
import type { Session } from "../core/session.ts";
import { serve } from "./edge/http.ts";
import type { Caller } from "./edge/keys.ts";
import { searchPage } from "./edge/pages.ts";
import { implement } from "./edge/request.ts";
import { servicesWith, type Services } from "./edge/services.ts";
import { isoTime } from "./edge/views.ts";
import * as routes from "./routes/templates.ts";

const opened = servicesWith({
  sessions: stores.silentSessions,
  templates: stores.templates,
  media: stores.media,
});

const all = implement(routes.listTemplates)(async ({ caller, params, query, after, seal }) => {
  const services = await opened();
  const { sessionId } = await getSessionOf(services, caller, params.sessionId);
  const { search } = query;
  const { items, next } = await searchPage(
    (page) => services.templates.page({ tenantId: caller.tenantId, sessionId }, page),
    ({ templateId }) => templateId,
    search === undefined ? undefined : ({ name, body }) => matchesSearch(search, [name, body]),
    { limit: query.limit, after },
  );
  return { status: 200, body: { data: items.map(view), pagination: { limit: query.limit, nextCursor: seal(next) } } };
});

const create = implement(routes.createTemplate)(async ({ caller, params, body, now, ulid }) => {
  const services = await opened();
  const session = await getSessionOf(services, caller, params.sessionId);
  assertSendable(body.body, "/body");
  if (body.media !== undefined) await freezeMedia(services, session, body.media.filename);
  const template: MessageTemplate = {
    tenantId: caller.tenantId,
    sessionId: session.sessionId,
    templateId: idOf("template", ulid),
    name: body.name,
    body: body.body,
    ...(body.media === undefined ? {} : { media: body.media }),
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
  try {
    await services.templates.create(template);
  } catch (error) {
    // The repeat of a request that was cut off after it had made the template.
    if (!(error instanceof ConditionRefused)) throw error;
  }
  return { status: 201, body: { data: view(template) } };
});

interface TemplateParams {
  readonly sessionId: string;
  readonly templateId: string;
}

/** @throws NamedError SESSION_NOT_FOUND | TEMPLATE_NOT_FOUND */
async function getTemplateOf(
  services: Pick<Services, "sessions" | "templates">,
  caller: Caller,
  params: TemplateParams,
): Promise<MessageTemplate> {
  const session = await getSessionOf(services, caller, params.sessionId);
  return await getTemplate(services, session, params.templateId);
}

const one = implement(routes.getTemplate)(async ({ caller, params }) => ({
  status: 200,
  body: { data: view(await getTemplateOf(await opened(), caller, params)) },
}));

const update = implement(routes.updateTemplate)(async ({ caller, params, body, now }) => {
  const services = await opened();
  const before = await getTemplateOf(services, caller, params);
  if (body.body !== undefined) assertSendable(body.body, "/body");
  if (body.media) await freezeMedia(services, before, body.media.filename);
  const { media: mediaBefore, ...rest } = before;
  const media = body.media === undefined ? mediaBefore : (body.media ?? undefined);
  const after: MessageTemplate = {
    ...rest,
    name: body.name ?? before.name,
    body: body.body ?? before.body,
    ...(media === undefined ? {} : { media }),
    version: before.version + 1,
    updatedAt: now,
  };
  try {
    await services.templates.replace(after);
  } catch (error) {
    if (!(error instanceof ConditionRefused)) throw error;
    // Gone, or changed by somebody else: 404 for the first.
    await getTemplateOf(services, caller, params);
    throw new NamedError("CHANGED_MEANWHILE", "another version came first", { cause: error });
  }
  return { status: 200, body: { data: view(after) } };
});

const remove = implement(routes.deleteTemplate)(async ({ caller, params }) => {
  const services = await opened();
  const template = await getTemplateOf(services, caller, params);
  try {
    await services.templates.remove(template);
  } catch (error) {
    if (!(error instanceof ConditionRefused)) throw error;
    throw new NamedError("TEMPLATE_NOT_FOUND", "gone meanwhile", { cause: error });
  }
  return { status: 200, body: { data: { templateId: template.templateId, deleted: true } } };
});

interface WrittenPreview {
  readonly contacts: readonly {
    readonly number: string;
    readonly name?: string | undefined;
    readonly fields?: Readonly<Record<string, string>> | undefined;
  }[];
  readonly defaultCountry?: string | undefined;
  readonly variables?: Readonly<Record<string, string>> | undefined;
}

const previewsTakeAtMostMs = 2_000;

const missingFrom = (template: ParsedTemplate, values: Readonly<Record<string, string>>, reason: RenderingProblem) =>
  reason === "missing_variable" ? [...template.missing(values)] : [];

/** @throws NamedError VALIDATION_FAILED for a contact that no list would take */
function previewsOf(
  template: ParsedTemplate,
  { contacts, defaultCountry, variables = {} }: WrittenPreview,
  session: Pick<Session, "defaultCountry" | "number">,
  clock: Clock,
) {
  const startedAt = clock.elapsed();
  return contacts.map(({ number: written, name, fields = {} }, index) => {
    const phone = parsePhone(written, countryFor(session, defaultCountry), "international");
    if (!phone.ok) throw invalidField(`/contacts/${index}/number`, written, phone.wanted);
    const contact = { number: phone.number, ...(name === undefined ? {} : { name }), fields };
    const wanted = contactProblem(contact);
    if (wanted !== undefined) throw invalidField(`/contacts/${index}`, contact, wanted);
    const values = valuesFor(variables, contact);
    const told = { number: contact.number, ...(name === undefined ? {} : { name }) };
    // One that takes its whole time for each contact would hold up everybody else.
    if (clock.elapsed() - startedAt > previewsTakeAtMostMs) {
      return { ...told, ok: false, missing: [], problem: "not rendered: the text takes too long" };
    }
    const rendered = template.render(values);
    return rendered.ok
      ? { ...told, ok: true, message: rendered.text, missing: [] }
      : { ...told, ok: false, missing: missingFrom(template, values, rendered.reason), problem: rendered.wanted };
  });
}

const preview = implement(routes.previewMessage)(async ({ caller, params, body }) => {
  const services = await opened();
  const session = await getSessionOf(services, caller, params.sessionId);
  const template = assertSendable(body.message, "/message");
  return { status: 200, body: { data: previewsOf(template, body, session, services.clock) } };
});

const previewOfTemplate = implement(routes.previewTemplate)(async ({ caller, params, body }) => {
  const services = await opened();
  const session = await getSessionOf(services, caller, params.sessionId);
  const template = await getTemplateOf(services, caller, params);
  const parsed = assertSendable(template.body, "/templateId");
  return { status: 200, body: { data: previewsOf(parsed, body, session, services.clock) } };
});

function view(template: MessageTemplate) {
  const parsed = parseTemplate(template.body);
  return {
    templateId: template.templateId,
    name: template.name,
    body: template.body,
    variables: isTemplateProblem(parsed) ? [] : [...parsed.variables],
    ...(template.media === undefined ? {} : { media: template.media }),
    version: template.version,
    createdAt: isoTime(template.createdAt),
    updatedAt: isoTime(template.updatedAt),
  };
}

export const handler = serve([all, create, one, update, remove, preview, previewOfTemplate]);

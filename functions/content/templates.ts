import { processingTime } from "../../aws/processing-time.ts";
import * as stores from "../../aws/open.ts";
import { contactProblem, type Contact } from "../../core/contact/contact.ts";
import { contactRefusal } from "../../core/contact/contact-refusal.ts";
import { defined } from "../../core/defined.ts";
import { brief, NamedError } from "../../core/errors.ts";
import { idOf, isIdOf } from "../../core/ids.ts";
import { valuesFor, type MessageTemplate } from "../../core/content/message-template.ts";
import { countryFor } from "../../core/contact/phone.ts";
import { RenderTime } from "../../core/content/render-time.ts";
import { matchesSearch } from "../../core/contact/search.ts";
import { isTemplateProblem, parseTemplate, type ParsedTemplate } from "../../core/content/template.ts";
import { everyItem } from "../../core/pages.ts";
import type { SessionRef } from "../../core/refs.ts";
import { ifRefused, refusedAs, unlessRefused } from "../../core/refused.ts";
import { assertShown, freezeMedia, getNamedTemplate } from "./written-content.ts";
import { assertSendable } from "./sendable-text.ts";
import { getSessionOf } from "../edge/access.ts";
import type { Session } from "../../core/session/session.ts";
import { serve } from "../edge/http.ts";
import { searchPage } from "../edge/pages.ts";
import { implementWith, type ApiRequest } from "../edge/request.ts";
import type { Services } from "../edge/services.ts";
import { isoTime } from "../edge/views.ts";
import { numberIn } from "../edge/written-number.ts";
import * as routes from "../routes/templates.ts";

const implement = implementWith({
  sessions: stores.sessions,
  templates: stores.templates,
  media: stores.media,
  lists: stores.lists,
  contacts: stores.contacts,
});

const listTemplates = implement(routes.listTemplates)(async ({ session: ref, query, after, page }, services) => {
  await getSessionOf(services, ref);
  const { search } = query;
  const { items, next } = await searchPage(
    (part) => services.templates.page(ref, part),
    ({ templateId }) => templateId,
    search === undefined ? undefined : ({ name, body }) => matchesSearch(search, [name, body]),
    { limit: query.limit, after },
  );
  return page(items.map(view), next);
});

const createTemplate = implement(routes.createTemplate)(
  async ({ session: ref, body, now, ulid }, services) => {
    await getSessionOf(services, ref);
    const { variables } = assertSendable(body.body, "/body");
    if (body.media !== undefined) {
      assertShown(body.body, await freezeMedia(services, ref, body.media.filename), "/body");
    }
    const template: MessageTemplate = {
      ...ref,
      templateId: idOf("template", ulid),
      name: body.name,
      body: body.body,
      variables,
      ...defined({ media: body.media }),
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
    // The repeat of a request that was cut off finds the template that it made.
    await unlessRefused(services.templates.create(template));
    return { status: 201, body: { data: view(template) } };
  },
  async ({ session: ref, ulid }, { templates }) => {
    const template = await templates.find({ ...ref, templateId: idOf("template", ulid) });
    return template === undefined ? undefined : { status: 201, body: { data: view(template) } };
  },
);

/** @throws NamedError SESSION_NOT_FOUND | TEMPLATE_NOT_FOUND */
async function getTemplateOf(
  services: Pick<Services, "sessions" | "templates">,
  ref: SessionRef,
  { templateId }: Pick<MessageTemplate, "templateId">,
): Promise<MessageTemplate> {
  const session = await getSessionOf(services, ref);
  return await getNamedTemplate(services, session, templateId);
}

const getTemplate = implement(routes.getTemplate)(async ({ session: ref, params }, services) => ({
  status: 200,
  body: { data: view(await getTemplateOf(services, ref, params)) },
}));

const updateTemplate = implement(routes.updateTemplate)(async ({ session: ref, params, body, now }, services) => {
  const before = await getTemplateOf(services, ref, params);
  const variables = body.body === undefined ? variablesOf(before) : assertSendable(body.body, "/body").variables;
  const { media: mediaBefore, ...rest } = before;
  const media = body.media === undefined ? mediaBefore : (body.media ?? undefined);
  if (body.media) {
    const frozen = await freezeMedia(services, before, body.media.filename);
    assertShown(body.body ?? before.body, frozen, body.body === undefined ? "/media/filename" : "/body");
  } else if (body.body !== undefined && media !== undefined) {
    const { tenantId, sessionId } = before;
    assertShown(body.body, await services.media.find({ tenantId, sessionId, ...media }), "/body");
  }
  const after: MessageTemplate = {
    ...rest,
    ...defined({ name: body.name, body: body.body, media }),
    variables,
    version: before.version + 1,
    updatedAt: now,
  };
  await ifRefused(services.templates.replace(after), async (cause) => {
    // Gone, or changed by another request: 404 for the first.
    await getTemplateOf(services, ref, params);
    throw new NamedError("CHANGED_MEANWHILE", "another version came first", { cause });
  });
  return { status: 200, body: { data: view(after) } };
});

const deleteTemplate = implement(routes.deleteTemplate)(async ({ session: ref, params }, services) => {
  const template = await getTemplateOf(services, ref, params);
  const gone = (cause: unknown) => new NamedError("TEMPLATE_NOT_FOUND", "gone meanwhile", { cause });
  await refusedAs(services.templates.remove(template), gone);
  return { status: 200, body: { data: { templateId: template.templateId, deleted: true } } };
});

type PreviewBody = ApiRequest<typeof routes.previewTemplate>["body"];
type Previewed = Pick<Contact, "number" | "name" | "fields" | "headers">;

/** As many contacts of a list are shown where a request names no number. */
const usuallyShown = 10;

/**
 * The contacts that are shown: those of the request, or the first of its list.
 * @throws NamedError VALIDATION_FAILED for a contact that no list would take | LIST_NOT_FOUND
 */
async function contactsToShow(
  { lists, contacts }: Pick<Services, "lists" | "contacts">,
  { contacts: written = [], listId, limit = usuallyShown, defaultCountry }: PreviewBody,
  session: Session,
): Promise<readonly Previewed[]> {
  if (listId === undefined) return written.map((one, index) => contactIn(one, index, session, defaultCountry));
  const { tenantId, sessionId } = session;
  const list = isIdOf("list", listId) ? await lists.find({ tenantId, sessionId, listId }) : undefined;
  if (list === undefined) {
    const details = [{ pointer: "/listId", came: brief(listId), wanted: "a list of this session" }];
    throw new NamedError("LIST_NOT_FOUND", `no list ${listId}`, { details });
  }
  const shown: Contact[] = [];
  // A page of large contacts holds fewer of them than it was asked for.
  for await (const contact of everyItem(limit, (query) => contacts.page(tenantId, listId, query))) {
    shown.push(contact);
    if (shown.length === limit) break;
  }
  return shown;
}

function contactIn(
  { number: written, name, fields = {} }: NonNullable<PreviewBody["contacts"]>[number],
  index: number,
  session: Session,
  defaultCountry: string | undefined,
): Previewed {
  const number = numberIn(written, `/contacts/${index}/number`, countryFor(session, defaultCountry));
  const contact = { number, ...defined({ name }), fields };
  const wanted = contactProblem(contact);
  if (wanted !== undefined) throw contactRefusal(contact, wanted, `/contacts/${index}`);
  return contact;
}

const previewsOf = (
  template: ParsedTemplate,
  contacts: readonly Previewed[],
  { variables = {} }: PreviewBody,
  { session, time, detail }: Pick<ApiRequest, "detail"> & { readonly session: Session; readonly time: RenderTime },
) =>
  contacts.map((contact) => {
    const { number, name } = contact;
    const values = valuesFor(variables, contact);
    const told = { number, ...defined({ name }) };
    // One that takes its whole time for each contact would hold up what shares this process.
    if (time.isOver) {
      return { ...told, ok: false, missing: [], problem: detail("not rendered: the text takes too long") };
    }
    const msLeft = time.ofText();
    const rendered = template.render(values, msLeft, session.timezone);
    if (rendered.ok) return { ...told, ok: true, message: rendered.text, missing: [] };
    const missing =
      rendered.reason === "missing_variable" ? [...template.missing(values, msLeft, session.timezone)] : [];
    return { ...told, ok: false, missing, problem: detail(rendered.wanted) };
  });

const previewMessage = implement(routes.previewMessage)(async ({ session: ref, body, detail }, services) => {
  const session = await getSessionOf(services, ref);
  const contacts = await contactsToShow(services, body, session);
  const time = new RenderTime(processingTime);
  const template = assertSendable(body.message, "/message", time.ofText());
  return { status: 200, body: { data: previewsOf(template, contacts, body, { session, time, detail }) } };
});

const previewTemplate = implement(routes.previewTemplate)(async ({ session: ref, params, body, detail }, services) => {
  const session = await getSessionOf(services, ref);
  const template = await getTemplateOf(services, ref, params);
  const contacts = await contactsToShow(services, body, session);
  const time = new RenderTime(processingTime);
  const parsed = assertSendable(template.body, "/templateId", time.ofText());
  return { status: 200, body: { data: previewsOf(parsed, contacts, body, { session, time, detail }) } };
});

/** Those that were found when the body was taken in; a row of before has none, and is read anew. */
function variablesOf({ body, variables }: MessageTemplate): readonly string[] {
  if (variables !== undefined) return variables;
  const parsed = parseTemplate(body);
  return isTemplateProblem(parsed) ? [] : parsed.variables;
}

function view(template: MessageTemplate) {
  return {
    templateId: template.templateId,
    name: template.name,
    body: template.body,
    variables: [...variablesOf(template)],
    ...defined({ media: template.media }),
    version: template.version,
    createdAt: isoTime(template.createdAt),
    updatedAt: isoTime(template.updatedAt),
  };
}

export const handler = serve([
  listTemplates,
  createTemplate,
  getTemplate,
  updateTemplate,
  deleteTemplate,
  previewMessage,
  previewTemplate,
]);

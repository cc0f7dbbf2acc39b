import { faultsOf, find, type Content, type Json, type Operation, type Parameter } from "./api/api-document.ts";
import { edgesOf, exampleOf, fewer } from "./api/edges.ts";

/** Requests of an operation, each at one edge of what the document says of it. */

export interface Try {
  /** The pointer to what is odd, as `details` would name it. */
  readonly at: string;
  readonly what: string;
  /** By where they stand and their name. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** What the document has against it. */
  readonly faults: readonly string[];
}

interface Context {
  /** The ids of the examples in a text, replaced by ids of what is there. */
  readonly translated: (text: string) => string;
  /** How often a schema was met under a name; of all operations. */
  readonly met: Map<string, number>;
}

const placeOf = ({ in: where, name }: Parameter): string => `${where} ${name}`;
const pointerTo = ({ in: where, name }: Parameter): string =>
  where === "header" ? `/headers/${name.toLowerCase()}` : `/${where}/${name}`;
/** A text of an address or a header, as its reader takes it. */
const typed = ({ type }: Json, text: string): unknown =>
  type === "integer" && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? Number(text) : text;

/** Whether a text can stand there at all: in an address as one part of it, or in a header. */
const canStand = (where: Parameter["in"], text: string): boolean =>
  where === "path"
    ? text !== "" && text.isWellFormed()
    : where === "query" || /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text);

/** "Unknown parameters of the query are refused", the document says, and where they are not. */
const ignoresUnknown = ({ method, path }: Operation): boolean =>
  method === "GET" && !/^\/api\/whatsapp\/(?!(qrcode|status|clients)$)/.test(path);

export function triesOf(operation: Operation, { translated, met }: Context): Try[] {
  const { operationId, parameters, requestBody } = operation;
  const inText = (value: unknown): string => translated(typeof value === "string" ? value : JSON.stringify(value));
  const rightOf = ({ example, examples, schema }: Parameter): string =>
    inText(example ?? examples?.default.value ?? exampleOf(schema, find));
  /** The body of its example; a broadcast is only asked about. */
  const rightBody = ({ schema, example }: Content): unknown => {
    const right = example === undefined ? undefined : (JSON.parse(inText(example)) as unknown);
    const members = (schema["properties"] ?? {}) as Json;
    return "dryRun" in members ? { ...(right as object), dryRun: true } : right;
  };

  const json = requestBody?.content["application/json"];
  const body = json === undefined ? undefined : rightBody(json);
  const wanted = parameters.filter(({ required }) => required);
  const right = Object.fromEntries(wanted.map((one) => [placeOf(one), rightOf(one)]));
  const itsExample: Try = { at: "", what: "its example", parameters: right, body, faults: [] };
  // What stands under a second path is the same code.
  if (operationId.includes("Under")) return [itsExample];
  const ofBody =
    json === undefined
      ? []
      : edgesOf(json.schema, body, { find, met }).map(({ at, what, value }) => ({
          ...{ at, what, parameters: right, body: value },
          faults: faultsOf(json.schema, value),
        }));
  const without = wanted
    .filter((one) => one.in !== "path")
    .map((one) => ({
      ...itsExample,
      at: pointerTo(one),
      what: "missing",
      parameters: Object.fromEntries(Object.entries(right).filter(([place]) => place !== placeOf(one))),
      faults: ["it is required"],
    }));
  const ofParameters = parameters
    .filter(({ name }) => !["authorization", "x-api-key"].includes(name))
    .flatMap((one) => {
      const texts = edgesOf(one.schema, rightOf(one), { find, met, at: pointerTo(one) })
        .filter(({ value }) => typeof value !== "object")
        .map((edge) => ({ ...edge, value: String(edge.value) }))
        .filter(({ value }) => canStand(one.in, value));
      return fewer(texts, placeOf(one), one.schema, met).map(({ at, what, value }) => ({
        ...{ at, what, parameters: { ...right, [placeOf(one)]: String(value) }, body },
        faults: faultsOf(one.schema, typed(one.schema, String(value))),
      }));
    });
  const unknown: Try = {
    ...itsExample,
    at: "/query/unknown",
    what: "an unknown parameter",
    parameters: { ...right, "query unknown": "x" },
    faults: ignoresUnknown(operation) ? [] : ["it is not in the document"],
  };
  return [itsExample, ...ofBody, ...without, ...ofParameters, unknown];
}

/** A route key as API Gateway takes it, `GET /lists/{listId}`, and what it leads to. */
export interface Keyed {
  readonly routeKey: string;
}

export interface RouteMatch<T> {
  readonly target: T;
  /** Decoded; empty when the route has none. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** `{name}` of a segment, or the segment itself. A greedy `{name+}` is the last one and stands for all that follow. */
interface Segment {
  readonly text: string;
  readonly param: boolean;
  readonly greedy: boolean;
}

/**
 * Finds the route of a request by API Gateway's precedence: a segment that is written out beats a `{param}` in the same
 * place, a param is one segment that is not empty, and a greedy one is as many as there are. ANY is not used here and refused.
 */
export function routeTable<T extends Keyed>(targets: readonly T[]) {
  const rows = targets.map((target) => ({ target, ...parseRouteKey(target.routeKey) }));
  const shapes = new Set<string>();
  for (const { target, method, segments } of rows) {
    const shape = `${method} ${segments.map(({ text, param }) => (param ? "{}" : text)).join("/")}`;
    if (shapes.has(shape)) throw new Error(`two routes match the same requests: ${target.routeKey}`);
    shapes.add(shape);
  }
  rows.sort((a, b) => specificity(a.segments).localeCompare(specificity(b.segments)));

  /** `path` is as it came, undecoded, and well formed. */
  return (method: string, path: string): RouteMatch<T> | undefined => {
    const came = path.slice(1).split("/");
    const row = rows.find((candidate) => candidate.method === method && matches(candidate.segments, came));
    if (row === undefined) return undefined;
    const params = row.segments.flatMap(({ text, param, greedy }, at) =>
      param ? [[text, decodeURIComponent(greedy ? came.slice(at).join("/") : (came[at] ?? ""))] as const] : [],
    );
    return { target: row.target, pathParameters: Object.fromEntries(params) };
  };
}

function matches(segments: readonly Segment[], came: readonly string[]): boolean {
  return (
    (segments.length === came.length || (segments.at(-1)?.greedy === true && segments.length < came.length)) &&
    segments.every(({ text, param }, at) => {
      const segment = came[at] ?? "";
      return param ? segment !== "" : decodeURIComponent(segment) === text;
    })
  );
}

/** Sorts before what it beats: `00` (both written out) before `01` before `10`, and every greedy one after all others. */
const specificity = (segments: readonly Segment[]): string =>
  (segments.at(-1)?.greedy === true ? "2" : "") + segments.map(({ param }) => (param ? "1" : "0")).join("");

function parseRouteKey(routeKey: string): { method: string; segments: Segment[] } {
  const [, method, path] = /^([A-Z]+) \/(\S*)$/.exec(routeKey) ?? [];
  if (method === undefined || path === undefined || method === "ANY") {
    throw new Error(`route key "${routeKey}" is not like "GET /lists/{listId}"`);
  }
  const segments = path.split("/").map((segment, at, all): Segment => {
    const [, name, plus] = /^\{(\w+)(\+?)\}$/.exec(segment) ?? [];
    if (name === undefined && /[{}]/.test(segment)) throw new Error(`"${segment}" in "${routeKey}" is not a {param}`);
    const greedy = plus === "+";
    if (greedy && at < all.length - 1) throw new Error(`"${segment}" in "${routeKey}" is not the last segment`);
    return name === undefined ? { text: segment, param: false, greedy } : { text: name, param: true, greedy };
  });
  return { method, segments };
}

import type { Route } from "./route.ts";

/** Makes the routes that have `common` in common. The one place that keeps a route's literal types. */
export const routesOf =
  <const Common extends Partial<Route>>(common: Common) =>
  <const Own extends Omit<Route, keyof Common>>(own: Own): Common & Own => ({ ...common, ...own });

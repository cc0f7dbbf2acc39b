import { eventTypes, type EventPublisher, type EventType } from "./events.ts";

/**
 * Stores that tell what is about to change: the event is taken down before the row changes, so that a crash between them
 * tells it twice and never not at all. The repeat bears the same id, made from what changed and not from when.
 */

/** Said of a method that changes nothing that an event tells of. */
export const tellsNothing = "tells_nothing";

type Hook<Method> = Method extends (...given: infer Given) => Promise<unknown>
  ? (...given: Given) => Promise<void>
  : never;
/** What is told before each method of a port. Every one is named, so that a new one does not compile until it is. */
type Hooks<Port extends object> = { readonly [Method in keyof Port]: Hook<Port[Method]> | typeof tellsNothing };

/** The port on that store, with what its hooks tell before its methods. */
export function announced<Port extends object>(store: Port, hooks: Hooks<Port>): Port {
  type Call = (...given: unknown[]) => Promise<unknown>;
  const methods = Object.entries(hooks as Readonly<Record<string, Call | typeof tellsNothing>>).map(([name, hook]) => {
    const method = (Reflect.get(store, name) as Call).bind(store);
    if (hook === tellsNothing) return [name, method] as const;
    const telling: Call = async (...given) => {
      await hook(...given);
      return await method(...given);
    };
    return [name, telling] as const;
  });
  return Object.fromEntries(methods) as Port;
}

const isEventType = (type: string): type is EventType => (eventTypes as readonly string[]).includes(type);

/** Nothing is told of a state that is no event, such as a claim. */
export async function publish(
  events: EventPublisher,
  tenantId: string,
  type: string,
  make: Parameters<EventPublisher["publish"]>[2],
): Promise<void> {
  if (isEventType(type)) await events.publish(tenantId, type, make);
}

import { eventTypes, type EventPublisher, type EventType } from "./events.ts";

/**
 * What is named `announced…` stands before a port that changes rows, and publishes what is about to change: the event is
 * published before the row changes, so that a crash between them publishes it twice and never not at all. The repeat bears
 * the same id, made from what changed and not from when. Each has all methods of its port, so that a new change does not compile
 * before it is said there what it publishes; a method without an event hands its call on.
 */

const isEventType = (type: string): type is EventType => (eventTypes as readonly string[]).includes(type);

/** States without an event type, such as `sending`, publish nothing. */
export async function publish(
  events: EventPublisher,
  tenantId: string,
  type: string,
  make: Parameters<EventPublisher["publish"]>[2],
): Promise<void> {
  if (isEventType(type)) await events.publish(tenantId, type, make);
}

// Loaded before anything else of a process: its wall clock runs as it does, from another moment on. A recording goes on at the
// moment at which it was made, however long ago that is: what has a time of its own (a pause, a delivery that is due, a key of
// a repeat) is judged as of then.

const movedByMs = Number(process.env["CLOCK_MOVED_BY_MS"]);
const now = Date.now;
Date.now = () => now() + movedByMs;
globalThis.Date = new Proxy(Date, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [target.now()] : given, newTarget) as Date,
  apply: (target) => new target(target.now()).toString(),
});

export {};

import { Events } from "./models.js";

/**
 * What WhatsApp may change in its page. The page itself goes on as before; what is changed is what a caller from outside
 * finds: modules and members that are gone, have another name, or fail. A member that a caller replaced stays replaced,
 * and what it calls underneath is changed.
 */
class Drift {
  #settings = {};
  /** How each changed module or member fails, by its path: `WAWebCollections`, `WAWebCollections.Msg.get`. */
  #fates = new Map();
  #exposed = new Map();
  #originals = new WeakMap();
  /** When the line came up first. */
  #upAt = Infinity;

  set(settings = {}) {
    this.#settings = settings;
    const unheard = settings.listenersBreak
      ? [{ module: "WAWebCallCollection", member: "models", how: "removed" }]
      : [];
    this.#fates = new Map(
      [...unheard, ...(settings.mutants ?? [])].map(({ module, member, how }) => [
        member === undefined ? module : `${module}.${member}`,
        how,
      ]),
    );
  }

  /** Since July 2026 a message's key has no `_serialized`, but `$1`. */
  get textOfKeys() {
    return this.#settings.keysAre$1 ? "$1" : "_serialized";
  }

  /** Since September 2026 a file's model has an own `__x_id`, which the library copies into the message. */
  get ofMedia() {
    return this.#settings.mediaHasXId ? { __x_id: undefined } : {};
  }

  lineIsUp() {
    this.#upAt = Math.min(this.#upAt, Date.now());
  }

  /** What `require` answers for a module. @throws Error as for a module that there is none of */
  require(name, module) {
    const fate = this.#fates.get(name);
    const { modules = [], ms = 0 } = this.#settings.late ?? {};
    const isLate = modules.includes(name) && Date.now() < this.#upAt + ms;
    if (isLate || fate === "removed" || fate === "renamed") throw new Error(`Requiring unknown module "${name}".`);
    if (fate === "throwing") throw new Error(`${name} fails in this page`);
    if (fate === "hanging") return new Promise(() => {});
    return fate === "undefined" ? undefined : this.#expose(name, module);
  }

  /** What was renamed goes by its new name. */
  formerName(path, name) {
    const former = name.replace(/New$/, "");
    return former !== name && this.#fates.get(`${path}${former}`) === "renamed" ? former : undefined;
  }

  #expose(path, target) {
    const known = this.#exposed.get(path);
    if (known?.target === target) return known.exposed;
    const exposed = new Proxy(target, this.#handlerOf(path));
    this.#exposed.set(path, { target, exposed });
    this.#originals.set(exposed, target);
    return exposed;
  }

  #handlerOf(path) {
    /** What callers put in the place of a member. */
    const replaced = new Map();
    const fateOf = (name) => (typeof name === "string" ? this.#fates.get(`${path}.${name}`) : undefined);
    const isHidden = (name) => !replaced.has(name) && ["removed", "renamed"].includes(fateOf(name));
    const formerName = (name) => (typeof name === "string" ? this.formerName(`${path}.`, name) : undefined);
    const valueOf = (target, name) => {
      const value = Reflect.get(target, name, target);
      const isFixed = Reflect.getOwnPropertyDescriptor(target, name)?.configurable === false;
      return isFixed || !isExposable(value) ? value : this.#expose(`${path}.${String(name)}`, value);
    };
    return {
      get: (target, name) => {
        if (replaced.has(name)) return replaced.get(name);
        if (isHidden(name)) return undefined;
        const former = formerName(name);
        if (former !== undefined) return valueOf(target, former);
        const value = valueOf(target, name);
        const fate = fateOf(name);
        if (typeof value === "function" || fate === undefined) return value;
        if (fate === "throwing") throw new Error(`${path}.${name} fails in this page`);
        return fate === "hanging" ? new Promise(() => {}) : undefined;
      },
      set: (_target, name, value) => {
        replaced.set(name, value);
        return true;
      },
      has: (target, name) =>
        replaced.has(name) || formerName(name) !== undefined || (!isHidden(name) && Reflect.has(target, name)),
      ownKeys: (target) => Reflect.ownKeys(target).filter((name) => !isHidden(name)),
      getOwnPropertyDescriptor: (target, name) =>
        isHidden(name) ? undefined : Reflect.getOwnPropertyDescriptor(target, name),
      apply: (target, self, values) =>
        this.#meetFate(path, () => Reflect.apply(target, this.#originals.get(self) ?? self, values)),
      construct: (target, values) => this.#meetFate(path, () => Reflect.construct(target, values)) ?? {},
    };
  }

  #meetFate(path, work) {
    switch (this.#fates.get(path)) {
      case "throwing":
        throw new Error(`${path} fails in this page`);
      case "removed":
      case "renamed":
        // Its caller got hold of it before.
        throw new TypeError(`${path} is not a function`);
      case "hanging":
        return new Promise(() => {});
      case "undefined":
        return undefined;
      default:
        return work();
    }
  }
}

/** Plain objects, what emits events, and functions; what has contents of its own besides stays as it is. */
const isExposable = (value) =>
  typeof value === "function" ||
  (value !== null &&
    typeof value === "object" &&
    (value instanceof Events || Object.getPrototypeOf(value) === Object.prototype));

export const drift = new Drift();

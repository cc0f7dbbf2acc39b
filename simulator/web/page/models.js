/** What the real page builds on: models that emit what changed, and collections that pass it on. */

export class Events {
  #handlers = new Map();

  on(names, handler) {
    for (const name of names.split(" ")) {
      const of = this.#handlers.get(name) ?? [];
      this.#handlers.set(name, [...of, handler]);
    }
    return this;
  }

  off(name, handler) {
    const of = this.#handlers.get(name) ?? [];
    this.#handlers.set(
      name,
      of.filter((one) => one !== handler && one.once !== handler),
    );
    return this;
  }

  once(name, handler) {
    const once = (...values) => {
      this.off(name, once);
      handler(...values);
    };
    return this.on(name, once);
  }

  isHeard(name) {
    return (this.#handlers.get(name) ?? []).length > 0;
  }

  trigger(name, ...values) {
    for (const handler of this.#handlers.get(name) ?? []) handler(...values);
    if (name !== "all") for (const handler of this.#handlers.get("all") ?? []) handler(name, ...values);
  }
}

export class Model extends Events {
  constructor(attributes) {
    super();
    Object.assign(this, attributes);
  }

  set(name, value) {
    const before = this[name];
    if (before === value) return;
    this[name] = value;
    this.trigger(`change:${name}`, this, value, before);
    this.trigger("change", this);
  }

  /** Plain data only: the library sends it through JSON. */
  serialize() {
    return plain(this);
  }

  toJSON() {
    return this.serialize();
  }
}

const plain = (value) => {
  if (value === null || typeof value !== "object") return typeof value === "function" ? undefined : value;
  if (value instanceof Blob || value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return undefined;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, part]) => [name, plain(part)])
      .filter(([, part]) => part !== undefined),
  );
};

export class Collection extends Events {
  #models = new Map();

  add(model) {
    this.#models.set(String(model.id), model);
    model.on("all", (name, ...values) => this.trigger(name, ...values));
    this.trigger("add", model);
    return model;
  }

  get(id) {
    return this.#models.get(String(id));
  }

  getModelsArray() {
    return [...this.#models.values()];
  }
}

/** What survives the page: the device's credential, its message rows and its chats, in IndexedDB. */

const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const done = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });

export class Storage {
  #database;

  static async open() {
    const storage = new Storage();
    const request = indexedDB.open("whatsapp", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("device");
      request.result.createObjectStore("rows", { keyPath: "key" }).createIndex("chat", "chat");
      request.result.createObjectStore("chats", { keyPath: "chat" });
    };
    storage.#database = await asked(request);
    return storage;
  }

  device() {
    return this.#read("device").get("this");
  }

  /** On disk when it resolves, not only with the operating system. */
  async saveDevice(device) {
    const transaction = this.#database.transaction("device", "readwrite", { durability: "strict" });
    transaction.objectStore("device").put(device, "this");
    await done(transaction);
  }

  async forgetAll() {
    const names = ["device", "rows", "chats"];
    const transaction = this.#database.transaction(names, "readwrite", { durability: "strict" });
    for (const name of names) transaction.objectStore(name).clear();
    await done(transaction);
  }

  async save(name, value) {
    const transaction = this.#database.transaction(name, "readwrite", { durability: "relaxed" });
    transaction.objectStore(name).put(value);
    await done(transaction);
  }

  row(key) {
    return this.#read("rows").get(key);
  }

  rowsOf(chat) {
    return asked(this.#database.transaction("rows").objectStore("rows").index("chat").getAll(chat));
  }

  rows() {
    return asked(this.#database.transaction("rows").objectStore("rows").getAll());
  }

  chats() {
    return asked(this.#database.transaction("chats").objectStore("chats").getAll());
  }

  #read(name) {
    return { get: (key) => asked(this.#database.transaction(name).objectStore(name).get(key)) };
  }
}

/** A small client of the HTTP API, as a user of it would write one. */
export class Api {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  async get<Answer>(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return (await (await this.#fetch(path, { headers })).json()) as Answer;
  }

  async text(path: string): Promise<string> {
    return await (await this.#fetch(path, {})).text();
  }

  async send<Answer>(
    method: "POST" | "PUT",
    path: string,
    body: unknown,
    more: Record<string, string> = {},
  ): Promise<Answer> {
    const headers = { ...more, "content-type": "application/json" };
    return (await (await this.#fetch(path, { method, headers, body: JSON.stringify(body) })).json()) as Answer;
  }

  async upload<Answer>(path: string, csv: string): Promise<Answer> {
    const headers = { "content-type": "text/csv" };
    return (await (await this.#fetch(path, { method: "POST", headers, body: csv })).json()) as Answer;
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const headers = { ...(init.headers as Record<string, string> | undefined), "x-api-key": this.#key };
    const response = await fetch(this.#url + path, { ...init, headers });
    if (response.ok) return response;
    throw new Error(`${init.method ?? "GET"} ${path} answered ${response.status}: ${await response.text()}`);
  }
}

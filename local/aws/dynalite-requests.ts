import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";

/**
 * What dynalite 4.0.0 cannot answer it throws into the event loop, which ends the process: a request that breaks off in its
 * body, and one that is at work when its tables are closed, since these close with the last connection, not with the last
 * request. Here a request that breaks off is dropped, and `end` waits for those at work.
 */
export class DynaliteRequests {
  readonly #server: Server;
  readonly #atWork = new Set<ServerResponse>();
  #allDone: (() => void) | undefined;

  constructor(server: Server) {
    const [answer] = server.listeners("request") as RequestListener[];
    if (answer === undefined) throw new Error("dynalite answers nothing");
    this.#server = server;
    server.removeAllListeners("request").on("request", (req: IncomingMessage, res: ServerResponse) => {
      this.#take(answer, req, res);
    });
  }

  /** Refuses further requests and waits for those at work; one whose body does not come within `graceMs` is cut. */
  async end(graceMs: number): Promise<void> {
    const { promise: allDone, resolve } = Promise.withResolvers<undefined>();
    this.#allDone = () => {
      resolve(undefined);
    };
    if (this.#atWork.size === 0) this.#allDone();
    const cut = setTimeout(() => {
      this.#server.closeAllConnections();
    }, graceMs);
    await allDone;
    clearTimeout(cut);
  }

  #take(answer: RequestListener, req: IncomingMessage, res: ServerResponse): void {
    if (this.#allDone !== undefined) {
      req.destroy();
      return;
    }
    const done = () => {
      this.#atWork.delete(res);
      if (this.#atWork.size === 0) this.#allDone?.();
    };
    this.#atWork.add(res);
    const end = res.end.bind(res) as (...parameters: unknown[]) => ServerResponse;
    // There is no event for a caller that is gone.
    res.end = ((...parameters: unknown[]) => {
      if (this.#allDone !== undefined && !res.headersSent) res.setHeader("connection", "close");
      done();
      return end(...parameters);
    }) as ServerResponse["end"];
    answer(req, res);
    // dynalite's own listener throws the error.
    req.removeAllListeners("error").on("error", () => undefined);
    req.once("close", () => {
      if (!req.complete) done();
    });
  }
}

import type { IncomingMessage } from "node:http";

/** Path and query as they came, undecoded. */
export function requestTarget(req: IncomingMessage): { path: string; query: string } {
  const url = req.url ?? "/";
  const mark = url.indexOf("?");
  return mark === -1 ? { path: url, query: "" } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

/** Whether the path begins at the root and each of its `%` begins an encoded UTF-8 character. */
export function isWellFormed(path: string): boolean {
  try {
    decodeURIComponent(path);
    return path.startsWith("/");
  } catch {
    return false;
  }
}

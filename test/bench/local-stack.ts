import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { Api } from "../../local/demo/api.ts";

/** `npm start` in memory, in a process of its own, for figures that are a caller's. */
export async function withStack<Result>(
  use: (api: Api, at: { readonly url: string; readonly key: string }) => Promise<Result>,
  env: Readonly<Record<string, string>> = {},
): Promise<Result> {
  const key = "bench-key";
  const child = spawn(process.execPath, ["local/start.ts", "--memory", "--port", "0"], {
    env: { ...process.env, ...env, API_KEY: key },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /is up at (\S+)/.exec(line)?.[1];
      if (url === undefined) continue;
      child.stdout.resume();
      return await use(new Api(url, key), { url, key });
    }
    throw new Error("the stack did not come up");
  } finally {
    child.kill("SIGTERM");
    if (child.exitCode === null) await once(child, "exit");
  }
}

export async function linkSession(api: Api, userId: string, number: string): Promise<void> {
  const session = { "user-id": userId };
  // A browser that takes long to start has no code yet when the answer comes.
  while ((await api.get<{ readonly qrCode?: string }>("/qrcode", session)).qrCode === undefined) await pause(100);
  await api.send("POST", `/_simulator/sessions/${userId}/scan`, { number });
  while (!(await api.get<{ readonly connected: boolean }>("/status", session)).connected) await pause(100);
}

export async function importNumbers(api: Api, base: string, name: string, count: number): Promise<string> {
  const list = await api.send<{ readonly data: { readonly listId: string } }>("POST", `${base}/lists`, { name });
  const ofList = `${base}/lists/${list.data.listId}`;
  const rows = Array.from({ length: count }, (_, index) => {
    const number = `62811${String(index).padStart(8, "0")}`;
    return `${number},Nama ${index},Bandung`;
  });
  const csv = ["number,name,kota", ...rows];
  const job = await api.upload<{ readonly data: { readonly importId: string } }>(
    `${ofList}/contacts/bulk`,
    csv.join("\n"),
  );
  for (;;) {
    const { data } = await api.get<{ readonly data: { readonly state: string } }>(
      `${ofList}/imports/${job.data.importId}`,
    );
    if (data.state === "completed") return list.data.listId;
    if (data.state === "failed") throw new Error("the import failed");
    await pause(200);
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

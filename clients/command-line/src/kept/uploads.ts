import { createHash } from "node:crypto";
import { join } from "node:path";
import { ApiError, type SessionClient } from "../../../typescript/src/index.ts";
import { readJson, stateDir, writeJson } from "./places.ts";

interface Place {
  readonly url: string;
  readonly tenantId: string;
  readonly sessionId: string;
  readonly sha256: string;
}

const fileOf = (env: NodeJS.ProcessEnv, place: Place): string => {
  const { url, tenantId, sessionId, sha256 } = place;
  const name = createHash("sha256")
    .update(JSON.stringify([url, tenantId, sessionId, sha256]))
    .digest("hex");
  return join(stateDir(env), "uploads", `${name}.json`);
};

/** The name that a session gave these bytes before, if the file is still there: it need not go up again. */
export async function findUpload(
  env: NodeJS.ProcessEnv,
  place: Place,
  shop: SessionClient,
): Promise<string | undefined> {
  const filename = (await readJson<{ readonly filename: string }>(fileOf(env, place)))?.filename;
  if (filename === undefined) return undefined;
  try {
    return (await shop.getUpload({ filename })).data.state === "ready" ? filename : undefined;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

export const keepUpload = (env: NodeJS.ProcessEnv, place: Place, filename: string): Promise<void> =>
  writeJson(fileOf(env, place), { filename });

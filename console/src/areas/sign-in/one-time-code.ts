import { NetworkError } from "../../../../clients/typescript/src/index.ts";

/** `npm start` prints an address with a code that signs in once: `/#code=...`. The code, too, leaves the address at once. */

const written = /^#code=([\w-]{1,200})$/.exec(location.hash)?.[1];
if (written !== undefined) history.replaceState(null, "", "#/");
let left = written;

/** The code that the address had when this page was loaded, to the first who asks: it is good for one try. */
export function takeCode(): string | undefined {
  const code = left;
  left = undefined;
  return code;
}

/**
 * @throws NetworkError where no answer came, or none about the code: it may be good still
 * @throws Error when the code is not known, was used, or is over
 */
export async function keyForCode(code: string): Promise<string> {
  const response = await fetch("/_local/sign-in", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code }),
  }).catch((cause: unknown) => {
    throw new NetworkError("the code was not answered", { cause });
  });
  if (response.status >= 500) throw new NetworkError(`the code was answered with ${response.status}`);
  if (!response.ok) throw new Error(`the code was answered with ${response.status}`);
  const { data } = (await response.json()) as { readonly data: { readonly key: string } };
  return data.key;
}

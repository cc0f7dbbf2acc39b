/** `npm start` prints an address with a code that signs in once: `/#code=...`. The code, too, leaves the address at once. */

export function codeInAddress() {
  const code = /^#code=([\w-]{1,200})$/.exec(location.hash)?.[1] ?? "";
  if (code !== "") history.replaceState(null, "", "#/");
  let isTaken = code === "";
  return {
    code,
    /** The code, to the first who asks. */
    take(): string | undefined {
      if (isTaken) return undefined;
      isTaken = true;
      return code;
    },
  };
}

/** @throws Error when the code is not known, was used, or is over */
export async function keyForCode(code: string): Promise<string> {
  const response = await fetch("/_local/sign-in", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code }),
  });
  const answer = (await response.json()) as { readonly data?: { readonly key?: string } };
  if (!response.ok || answer.data?.key === undefined) throw new Error(`the code was answered with ${response.status}`);
  return answer.data.key;
}

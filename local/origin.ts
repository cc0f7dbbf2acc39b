/** The origin that an address names, where it names nothing else: `https://broadcast.example.com`. */
export function originIn(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isOrigin = url !== undefined && ["http:", "https:"].includes(url.protocol) && url.href === `${url.origin}/`;
  return isOrigin ? url.origin : undefined;
}

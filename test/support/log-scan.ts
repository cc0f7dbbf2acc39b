/** What no log may hold: secrets, whole numbers of persons, texts of messages. */

const forbidden: Readonly<Record<string, RegExp>> = {
  "an API key": /wab_[0-9A-HJKMNP-TV-Z]{26}_[A-Za-z0-9]{8,}/,
  "a webhook's secret": /whsec_[A-Za-z0-9]{8,}/,
  "a whole number": /(?<![\w.-])62\d{8,13}(?![\w.-])/,
  // Words that suites write into messages and lists, and nowhere else.
  "the text of a message": /Rahasia \w+|Halo (Nama|Ayu|Budi|N\d)/,
};

/** The example that `npm start` prints. */
const printedExample = '"number":"628111111111"';

/** What a log must not hold and does, with a little of where; empty when it is clean. */
export function leaksIn(written: string, apiKey: string): string[] {
  const lines = written.replaceAll(printedExample, "").split("\n");
  const checks = { ...forbidden, ...(apiKey.length < 8 ? {} : { "the admin key": new RegExp(escaped(apiKey)) }) };
  return Object.entries(checks).flatMap(([what, pattern]) =>
    lines.filter((line) => pattern.test(line)).map((line) => `${what}: ${line.slice(0, 300)}`),
  );
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** A certificate of its own making, and the flag by which a browser trusts this very key and no other. */
export interface Certificate {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly cert: string;
  /** Base64 of the SHA-256 of its public key, for Chromium's `--ignore-certificate-errors-spki-list`. */
  readonly spki: string;
}

const tag = { integer: 0x02, bits: 0x03, octets: 0x04, oid: 0x06, utf8: 0x0c, time: 0x17, sequence: 0x30, set: 0x31 };
/** ecdsa-with-SHA256, commonName, subjectAltName, in DER. */
const oid = { ecdsaSha256: "2a8648ce3d040302", commonName: "550403", altName: "551d11" };

function der(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([type, ...size]), body]);
}

const anOid = (hex: string): Buffer => der(tag.oid, Buffer.from(hex, "hex"));
const utcTime = (at: Date): Buffer =>
  der(tag.time, Buffer.from(`${at.toISOString().replaceAll(/[-:T]/g, "").slice(2, 14)}Z`));

/** Node makes keys but no certificates: an X.509 one with the few fields that a browser checks (RFC 5280, section 4.1). */
export function selfSigned(host: string, now: Date): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const publicDer = publicKey.export({ type: "spki", format: "der" });
  const algorithm = der(tag.sequence, anOid(oid.ecdsaSha256));
  const name = der(
    tag.sequence,
    der(tag.set, der(tag.sequence, anOid(oid.commonName), der(tag.utf8, Buffer.from(host)))),
  );
  const dayMs = 24 * 60 * 60 * 1_000;
  const validity = der(
    tag.sequence,
    utcTime(new Date(now.getTime() - dayMs)),
    utcTime(new Date(now.getTime() + 300 * dayMs)),
  );
  const altNames = der(tag.sequence, der(0x82, Buffer.from(host)));
  const extensions = der(0xa3, der(tag.sequence, der(tag.sequence, anOid(oid.altName), der(tag.octets, altNames))));
  const version3 = der(0xa0, der(tag.integer, Buffer.from([2])));
  const serial = der(tag.integer, Buffer.concat([Buffer.from([1]), randomBytes(8)]));
  const body = der(tag.sequence, version3, serial, algorithm, name, validity, name, publicDer, extensions);
  const signature = der(tag.bits, Buffer.from([0]), sign("sha256", body, privateKey));
  const certificate = der(tag.sequence, body, algorithm, signature);
  const lines = certificate
    .toString("base64")
    .match(/.{1,64}/g)
    ?.join("\n");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${lines ?? ""}\n-----END CERTIFICATE-----\n`,
    spki: createHash("sha256").update(publicDer).digest("base64"),
  };
}

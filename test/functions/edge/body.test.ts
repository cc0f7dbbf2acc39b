import { maxBodyBytes, readJson, readRaw, type HttpBody } from "../../../functions/edge/body.ts";
import type { Route } from "../../../functions/routes/route.ts";

const json = "application/json";
const aBody = (text: string | Buffer, contentType: string | undefined = json): HttpBody =>
  typeof text === "string"
    ? { text, isBase64: false, contentType }
    : { text: text.toString("base64"), isBase64: true, contentType };

describe("JSON", () => {
  test.each([
    ["as it is", aBody('{"name":"Zoë"}')],
    ["in base64", aBody(Buffer.from('{"name":"Zoë"}'))],
    ["with a byte order mark", aBody('\uFEFF{"name":"Zoë"}')],
    ["with a charset", aBody('{"name":"Zoë"}', "Application/JSON; charset=utf-8")],
    ["that does not say what it is", { text: '{"name":"Zoë"}', isBase64: false, contentType: undefined }],
  ])("%s is read", (_, body) => {
    expect(readJson(body)).toEqual({ name: "Zoë" });
  });

  test.each([
    ["", "an empty body"],
    ["{", '"{"'],
    ["name=Siti", '"name=Siti"'],
    ["{'name':1}", "\"{'name':1}\""],
  ])("%j is none, and is told so", (text, came) => {
    expect(() => readJson(aBody(text))).toThrow(
      expect.objectContaining({
        code: "INVALID_JSON",
        details: [{ pointer: "", came, wanted: "a JSON object in UTF-8" }],
      }) as Error,
    );
  });

  test("that is not UTF-8 is none; nor is a body that is not there", () => {
    const invalid = expect.objectContaining({ code: "INVALID_JSON" }) as Error;
    expect(() => readJson(aBody(Buffer.from('{"name":"Zo\xeb"}', "latin1")))).toThrow(invalid);
    expect(() => readJson({ text: undefined, isBase64: false, contentType: json })).toThrow(invalid);
  });

  test("under another content type is refused, saying which is wanted", () => {
    expect(() => readJson(aBody("{}", "text/plain"))).toThrow(
      expect.objectContaining({ code: "UNSUPPORTED_MEDIA_TYPE", facts: { came: "text/plain", wanted: json } }) as Error,
    );
  });

  test("has four megabytes at most, counted in bytes", () => {
    const atMost = `"${"x".repeat(maxBodyBytes - 2)}"`;
    expect(readJson(aBody(atMost))).toHaveLength(maxBodyBytes - 2);
    const tooLarge = expect.objectContaining({ code: "BODY_TOO_LARGE", facts: { limit: maxBodyBytes } }) as Error;
    expect(() => readJson(aBody(`${atMost} `))).toThrow(tooLarge);
    expect(() => readJson(aBody(`"${"é".repeat(maxBodyBytes / 2)}"`))).toThrow(tooLarge);
  });
});

const route = { rawBody: ["text/csv", "multipart/form-data"] } as unknown as Route;
const form = "multipart/form-data; boundary=B";

interface Part {
  readonly name: string;
  readonly filename?: string;
  readonly content: string | Buffer;
}

const aForm = (...parts: readonly Part[]): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ name, filename, content }) => [
      Buffer.from(`--B\r\nContent-Disposition: form-data; name="${name}"`),
      Buffer.from(filename === undefined ? "" : `; filename="${filename}"\r\nContent-Type: text/csv`),
      Buffer.from("\r\n\r\n"),
      Buffer.from(content),
      Buffer.from("\r\n"),
    ]),
    Buffer.from("--B--\r\n"),
  ]);

const csv = "number\r\n628123456789\r\n";
const aFile: Part = { name: "file", filename: "kontak.csv", content: csv };
const read = async (bytes: Buffer, contentType: string | undefined = form) => {
  const { bytes: file, fields } = await readRaw(aBody(bytes, contentType), route);
  return { file: Buffer.from(file).toString(), fields };
};
const badForm = (came: string) => ({ code: "VALIDATION_FAILED", details: [{ pointer: "/file", came }] });

describe("CSV", () => {
  test("is the body itself, byte for byte", async () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x41, 0x00, 0xe9]);
    const { bytes: file, fields } = await readRaw(aBody(bytes, "text/csv; charset=utf-16"), route);
    expect([Buffer.from(file), fields]).toEqual([bytes, {}]);
  });

  test("under no content type, or another, is refused", async () => {
    for (const contentType of ["", json, "text/csvx"]) {
      await expect(read(Buffer.from(csv), contentType)).rejects.toMatchObject({ code: "UNSUPPORTED_MEDIA_TYPE" });
    }
  });

  test("has four megabytes at most, alone and in a form", async () => {
    const large = Buffer.alloc(maxBodyBytes + 1, "x");
    await expect(read(large, "text/csv")).rejects.toMatchObject({ code: "BODY_TOO_LARGE" });
    await expect(read(aForm({ ...aFile, content: large }))).rejects.toMatchObject({ code: "BODY_TOO_LARGE" });
    await expect(read(large.subarray(1), "text/csv")).resolves.toBeDefined();
  });
});

describe("a form", () => {
  test("is its file and its other fields", async () => {
    const mode = { name: "mode", content: "skip" };
    expect(await read(aForm(mode, aFile, { name: "delimiter", content: ";" }))).toEqual({
      file: csv,
      fields: { mode: "skip", delimiter: ";" },
    });
  });

  test("keeps the bytes of a file that is no text, and an empty one", async () => {
    const content = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const { bytes } = await readRaw(aBody(aForm({ ...aFile, content }), form), route);
    expect(Buffer.from(bytes)).toEqual(content);
    expect(await read(aForm({ ...aFile, content: "" }))).toEqual({ file: "", fields: {} });
  });

  test("takes no field for an object's parent", async () => {
    const { fields } = await read(aForm({ name: "__proto__", content: "x" }, aFile));
    expect(Object.entries(fields)).toEqual([["__proto__", "x"]]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  test.each<[string, Part[], string]>([
    ["no file", [{ name: "mode", content: "skip" }], "0 files"],
    ["a file under another name", [{ ...aFile, name: "upload" }], "0 files"],
    ["a field instead of a file", [{ name: "file", content: csv }], "0 files"],
    ["two files", [aFile, aFile], "2 files"],
    ["three files", [aFile, aFile, aFile], "2 files"],
  ])("with %s is refused", async (_, parts, came) => {
    await expect(read(aForm(...parts))).rejects.toMatchObject(badForm(`${came} in a field \`file\``));
  });

  test("without a boundary, or of nothing, is refused", async () => {
    await expect(read(aForm(aFile), "multipart/form-data")).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
    await expect(read(Buffer.alloc(0))).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
    await expect(read(Buffer.from("no form"))).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
    await expect(read(aForm(aFile), "multipart/form-data; boundary=C")).rejects.toMatchObject({
      code: "VALIDATION_FAILED",
    });
  });

  test("that breaks off anywhere is refused, and neither hangs nor ends the process", async () => {
    const whole = aForm({ name: "mode", content: "skip" }, aFile, { name: "delimiter", content: ";" });
    const end = whole.lastIndexOf("--\r\n") + 2;
    for (let length = 0; length < end; length += 1) {
      await expect(read(whole.subarray(0, length))).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
    }
    await expect(read(whole.subarray(0, end))).resolves.toMatchObject({ file: csv });
  });
});

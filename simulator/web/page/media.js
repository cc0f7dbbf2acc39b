import { drift } from "./drift.js";

/** Files on their way out: prepared, uploaded, and forgotten. */

const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));

export class OpaqueData {
  #blob;

  static async createFromData(blob, mimetype) {
    const data = new OpaqueData();
    data.#blob = blob.type === mimetype ? blob : new Blob([blob], { type: mimetype });
    return data;
  }

  get blob() {
    return this.#blob;
  }

  get type() {
    return this.#blob.type;
  }

  url() {
    return "blob:simulated";
  }

  autorelease() {}

  formData() {
    return this.#blob;
  }
}

const kindOf = (mimetype, { asDocument }) => {
  const [family] = mimetype.split("/");
  return !asDocument && ["image", "video", "audio"].includes(family) ? family : "document";
};

const objects = new Map();

export const prepRawMedia = (opaque, options) => ({
  waitForPrep: async () => {
    const digest = await crypto.subtle.digest("SHA-256", await opaque.blob.arrayBuffer());
    const data = {
      ...drift.ofMedia,
      type: kindOf(opaque.type, options),
      mimetype: opaque.type,
      filehash: base64(digest),
      mediaSha256: hex(digest),
      size: opaque.blob.size,
      filename: opaque.blob.name,
      preview: "",
      isGif: false,
      mediaBlob: opaque,
      set(values) {
        Object.assign(data, values);
      },
      toJSON() {
        const { type, mimetype, filehash, mediaSha256, size, filename, directPath } = data;
        return { type, mimetype, filehash, mediaSha256, size, filename, directPath };
      },
    };
    objects.set(data.filehash, { blob: opaque.blob, ...data.toJSON(), contentInfo: {}, consolidate() {} });
    return data;
  },
});

export const getOrCreateMediaObject = (filehash) => objects.get(filehash);

export const uploadMedia = async ({ mediaObject, mimetype }) => {
  const answer = await fetch("/upload", {
    method: "POST",
    body: mediaObject.blob,
    headers: { "content-type": mimetype },
  });
  objects.delete(mediaObject.filehash);
  if (!answer.ok) throw new Error(`upload failed: ${answer.status}`);
  const { sha256 } = await answer.json();
  return {
    mediaEntry: {
      mmsUrl: `/media/${sha256}`,
      deprecatedMms3Url: `/media/${sha256}`,
      directPath: `/media/${sha256}`,
      mediaKey: "key",
      mediaKeyTimestamp: Math.floor(Date.now() / 1000),
      encFilehash: mediaObject.filehash,
      uploadHash: mediaObject.filehash,
    },
  };
};

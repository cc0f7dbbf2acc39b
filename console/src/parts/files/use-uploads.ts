import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Media } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { randomKey } from "../../api/random-key.ts";
import { keepPicture } from "./file-picture.tsx";

export interface Upload {
  readonly id: string;
  readonly file: File;
  /** Bytes that went; all of them while the file is being checked. */
  readonly sent: number;
  readonly error?: unknown;
}

/** Files on their way from this page: how far each is, and a way to stop it. @param done with each file that is ready */
export function useUploads(sessionId: string, done?: (media: Media) => void) {
  const queries = useQueryClient();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const stops = useRef(new Map<string, AbortController>());
  const doneNow = useRef(done);
  useEffect(() => {
    doneNow.current = done;
  });
  // A page that is left takes what it was uploading with it: nothing would show how it goes on.
  useEffect(() => {
    const running = stops.current;
    return () => {
      for (const stop of running.values()) stop.abort();
    };
  }, []);
  const remove = useCallback((id: string): void => {
    stops.current.get(id)?.abort();
    stops.current.delete(id);
    setUploads((before) => before.filter((one) => one.id !== id));
  }, []);
  const change = (id: string, changes: Partial<Upload>): void =>
    setUploads((before) => before.map((one) => (one.id === id ? { ...one, ...changes } : one)));
  const start = async (file: File): Promise<void> => {
    const id = randomKey();
    const stop = new AbortController();
    stops.current.set(id, stop);
    setUploads((before) => [...before, { id, file, sent: 0 }]);
    try {
      const media = await api().uploadFile(
        { sessionId, file },
        { signal: stop.signal, onProgress: ({ sent }) => change(id, { sent }) },
      );
      keepPicture(media.filename, file);
      remove(id);
      doneNow.current?.(media);
    } catch (error) {
      if (!stop.signal.aborted) change(id, { error });
    }
    await queries.invalidateQueries({ queryKey: ["media", sessionId] });
  };
  return { uploads, start, remove };
}

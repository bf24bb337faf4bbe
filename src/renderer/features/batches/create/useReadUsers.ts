import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { type BatchFile, type FileChoices, MAX_FILE } from '../../../../contract/batches/schema.ts';
import { KeydeskError } from '../../../../contract/errors/errors.ts';
import { client } from '../../../client/client.ts';
import { base64In, dataUrlOf } from '../../../client/dataUrl.ts';
import { failureOf } from '../../../client/failure.ts';

/** Length of a part in bytes, a multiple of 3. In base64 it is shorter than the longest message of a window. */
const PART = 120 * 1024;

/** A list of users that the core has received and read. */
export interface ReadUsers extends BatchFile {
  readonly upload: string;
  /** What a person chose. Keydesk recognized the rest. */
  readonly chosen: FileChoices;
}

/** Sends a file to the core, which reads it, and again with other columns. The newest call wins. */
export function useReadUsers() {
  const [read, setRead] = useState<ReadUsers | null>(null);
  const latest = useRef(0);
  const newest = async (work: () => Promise<ReadUsers | null>) => {
    latest.current += 1;
    const own = latest.current;
    const result = await work();
    if (own === latest.current) setRead(result);
  };
  const sending = useMutation({
    mutationFn: (content: Blob) =>
      newest(async () => {
        // An empty field waits for text. An empty file is a mistake that the person must learn of.
        if (content.size === 0 && !(content instanceof File)) return null;
        const upload = await send(content);
        return readOrFirst(upload);
      }),
    onError: () => setRead(null),
  });
  const mapping = useMutation({
    mutationFn: ({ upload, chosen }: { upload: string; chosen: FileChoices }) =>
      newest(async () => ({
        upload,
        chosen,
        ...(await client.batches.read({ upload, ...chosen })),
      })),
  });
  const { mutate: sendFile, reset: resetSending } = sending;
  const { mutate: map, reset: resetMapping } = mapping;
  return {
    read,
    pending: sending.isPending || mapping.isPending,
    error: sending.error ?? mapping.error,
    send: (content: Blob) => {
      resetMapping();
      sendFile(content);
    },
    map: (chosen: FileChoices) => {
      if (read === null) return;
      map({ upload: read.upload, chosen: { ...read.chosen, ...chosen } }, { onError: () => setRead(read) });
      // The choice shows at once. Its rows follow.
      setRead({
        ...read,
        hasHeadings: chosen.hasHeadings ?? read.hasHeadings,
        columns: chosen.columns ?? read.columns,
      });
    },
    clear: () => {
      latest.current += 1;
      resetSending();
      resetMapping();
      setRead(null);
    },
  };
}

/** Reads a file. If no column names users, the first one does until a person maps the columns. */
async function readOrFirst(upload: string): Promise<ReadUsers> {
  try {
    return { upload, chosen: {}, ...(await client.batches.read({ upload })) };
  } catch (error) {
    if (failureOf(error).code !== 'batch-no-user-column') throw error;
    const chosen: FileChoices = { columns: ['user'] };
    return { upload, chosen, ...(await client.batches.read({ upload, ...chosen })) };
  }
}

/** Sends a file in parts, and returns its id. @throws KeydeskError batch-file-too-large, and as batches.upload */
export async function send(content: Blob): Promise<string> {
  if (content.size > MAX_FILE) throw new KeydeskError('batch-file-too-large');
  let upload: string | undefined;
  for (let at = 0; at < content.size; at += PART) {
    const part = base64In(await dataUrlOf(content.slice(at, at + PART)));
    ({ upload } = await client.batches.upload({ content: part, ...(upload === undefined ? {} : { upload }) }));
  }
  if (upload === undefined) throw new KeydeskError('batch-file-empty');
  return upload;
}

import { open } from 'node:fs/promises';
import { KeydeskError } from '../../contract/errors.ts';
import { decodeText } from '../decodeText.ts';

/** SECURITY: several times the size of the FIDO Alliance's own BLOB; more is not read. In bytes. */
const MOST = 32 * 1024 * 1024;
const TIMEOUT = 60_000;

/** A BLOB's text from a file. @throws KeydeskError metadata-unreachable, metadata-damaged when it is too long */
export async function fromFile(file: string): Promise<string> {
  const handle = await open(file).catch((cause: unknown) => {
    throw new KeydeskError('metadata-unreachable', { source: file }, { cause });
  });
  try {
    const { size } = await handle.stat();
    if (size > MOST) throw new KeydeskError('metadata-damaged', {}, { cause: `${size} bytes` });
    return decodeText(await handle.readFile()).trim();
  } finally {
    await handle.close();
  }
}

/** A BLOB's text from an address. @throws KeydeskError connection-insecure, metadata-unreachable, metadata-damaged */
export async function fromUrl(url: string): Promise<string> {
  const { protocol, hostname } = new URL(url);
  // SECURITY: what decides about keys comes by https; plain http from this computer alone.
  if (protocol !== 'https:' && !(protocol === 'http:' && hostname === '127.0.0.1')) {
    throw new KeydeskError('connection-insecure', { url });
  }
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT) });
    if (response.status !== 200 || response.body === null) throw new Error(`status ${response.status}`);
    return (await textOf(response.body)).trim();
  } catch (cause) {
    if (cause instanceof KeydeskError) throw cause;
    throw new KeydeskError('metadata-unreachable', { source: url }, { cause });
  }
}

async function textOf(body: ReadableStream<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.length;
    if (length > MOST) throw new KeydeskError('metadata-damaged', {}, { cause: `more than ${MOST} bytes` });
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

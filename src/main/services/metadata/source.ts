import { open } from 'node:fs/promises';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { decodeText } from '../../base/decodeText.ts';
import { isTooLarge, paramsOf, sizeOf } from '../network/fault.ts';
import type { Network } from '../network/network.ts';

/** Where the FIDO Alliance publishes its list. */
export const METADATA_SERVICE = 'https://mds3.fidoalliance.org/';

/** SECURITY: several times the size of the FIDO Alliance's own BLOB; more is not read. In bytes. */
const MOST = 32 * 1024 * 1024;
/** For the whole download, some MB over a slow line, in ms. */
const TIMEOUT = 180_000;

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

/** A BLOB's text from an address. @throws KeydeskError connection-insecure, metadata-unreachable, answer-too-large */
export async function fromUrl(url: string, network: Network): Promise<string> {
  const address = new URL(url);
  // SECURITY: what decides about keys comes by https; plain http from this computer alone.
  if (address.protocol !== 'https:' && !(address.protocol === 'http:' && address.hostname === '127.0.0.1')) {
    throw new KeydeskError('connection-insecure', { url });
  }
  try {
    const { status, body } = await network.exchange({ url: address, method: 'GET', timeout: TIMEOUT, most: MOST });
    if (status !== 200) throw new Error(`status ${status}`);
    return body.toString('utf8').trim();
  } catch (cause) {
    if (cause instanceof KeydeskError) throw cause;
    if (isTooLarge(cause)) {
      throw new KeydeskError('answer-too-large', { host: address.hostname, ...sizeOf(cause, MOST) }, { cause });
    }
    throw new KeydeskError('metadata-unreachable', { source: url, ...paramsOf(cause) }, { cause });
  }
}

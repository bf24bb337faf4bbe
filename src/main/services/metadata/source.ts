import { KeydeskError } from '../../../contract/errors/errors.ts';
import { decodeText } from '../../base/decodeText.ts';
import { readAtMost } from '../../base/readAtMost.ts';
import { isTooLarge, paramsOf, sizeOf } from '../network/fault.ts';
import type { Network } from '../network/network.ts';
import { refuseUserInfo } from '../network/userInfo.ts';

/** The address of the FIDO Alliance's list. */
export const METADATA_SERVICE = 'https://mds3.fidoalliance.org/';

/** SECURITY: the maximum size in bytes, several times the size of the FIDO Alliance's own BLOB. */
const MOST = 32 * 1024 * 1024;
/** Timeout for the whole download in ms: some MB over a slow connection. */
const TIMEOUT = 180_000;

/** Returns a BLOB's text from a file. @throws KeydeskError metadata-unreachable, metadata-damaged if it is too long */
export async function fromFile(file: string): Promise<string> {
  const bytes = await readAtMost(file, MOST).catch((cause: unknown) => {
    throw new KeydeskError('metadata-unreachable', { source: file }, { cause });
  });
  if (bytes.length > MOST) throw new KeydeskError('metadata-damaged', {}, { cause: `more than ${MOST} bytes` });
  return decodeText(bytes).trim();
}

/**
 * Returns a BLOB's text from an address.
 * @throws KeydeskError connection-insecure, metadata-unreachable, answer-too-large
 */
export async function fromUrl(url: string, network: Network): Promise<string> {
  refuseUserInfo(url);
  const address = new URL(url);
  // SECURITY: data that decides about keys must come over https. Plain http is only allowed from this computer.
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

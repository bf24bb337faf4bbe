import { KeydeskError } from '../../../contract/errors/errors.ts';
import { cleanPasted } from '../../../contract/text/pasted.ts';
import { MAX_PEM_FILE } from '../../../contract/text/pem.ts';
import { decodePem } from '../../base/decodeText.ts';
import { readWithin } from '../../base/readAtMost.ts';
import type { SignInParts } from './signInContext.ts';

/**
 * Reads the environment variables for signing in, which apply to this run only. KEYDESK_CLIENT_SECRET is a secret,
 * KEYDESK_CLIENT_CERTIFICATE a PEM file with certificate and key, KEYDESK_LOGIN_CA a PEM file with the root of a
 * simulated sign-in on this computer.
 * @throws KeydeskError usage for a file that cannot be read
 */
export function signInFromEnvironment(
  env: NodeJS.ProcessEnv = process.env,
): Pick<SignInParts, 'loginCa' | 'credential'> {
  const { KEYDESK_CLIENT_SECRET: secret, KEYDESK_CLIENT_CERTIFICATE: file, KEYDESK_LOGIN_CA: ca } = env;
  return {
    ...(ca ? { loginCa: read('KEYDESK_LOGIN_CA', ca) } : {}),
    ...(file ? { credential: { kind: 'certificate', pem: read('KEYDESK_CLIENT_CERTIFICATE', file) } } : {}),
    ...(secret ? { credential: { kind: 'secret', secret: cleanPasted(secret) } } : {}),
  };
}

function read(name: string, file: string): string {
  try {
    return decodePem(readWithin(file, MAX_PEM_FILE));
  } catch (cause) {
    throw new KeydeskError('usage', { detail: 'variable-file', name }, { cause });
  }
}

import { sha256 } from '../../../src/ctap/crypto.ts';
import { permissions } from '../../../src/ctap/ctap2/clientPin.ts';
import type { CreateExtensions } from '../../../src/ctap/ctap2/makeCredential.ts';
import { type CtapHidChannel, openChannel } from '../../../src/ctap/hid/channel.ts';
import { KeySession } from '../../../src/ctap/session.ts';
import { parseAuthenticatorData } from '../../../src/ctap/webauthn/authenticatorData.ts';
import {
  createSoftwareKey,
  type SoftwareKey,
  type SoftwareKeyOptions,
} from '../../../src/simulator/key/softwareKey.ts';

export const PIN = '271828';
export const RP = 'login.microsoft.com';
export const HASH = sha256(new TextEncoder().encode('a client data'));

/** A software key with a channel and a session on it. */
export interface Opened {
  readonly key: SoftwareKey;
  readonly channel: CtapHidChannel;
  readonly session: KeySession;
}

export async function openKey(options: Partial<SoftwareKeyOptions> = {}): Promise<Opened> {
  return reopen(await createSoftwareKey({ profile: 'full', ...options }));
}

export async function reopen(key: SoftwareKey): Promise<Opened> {
  const channel = await openChannel(key.connect());
  return { key, channel, session: await KeySession.open(channel) };
}

/** Creates a resident credential and returns its id and public key. */
export async function make(
  session: KeySession,
  choices: { user?: number; extensions?: CreateExtensions; rpId?: string } = {},
) {
  const { user = 1, extensions = {}, rpId = RP } = choices;
  const token = await session.pinToken(PIN, { permissions: permissions.makeCredential, rpId });
  const response = await session.makeCredential(token, {
    clientDataHash: HASH,
    rp: { id: rpId, name: 'Microsoft' },
    user: { id: Uint8Array.of(user), name: `user${user}`, displayName: `User ${user}` },
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
    rk: true,
    extensions,
  });
  const authData = parseAuthenticatorData(response.authData);
  const attested = authData.attestedCredentialData;
  if (attested === undefined) throw new Error('no credential');
  return { ...attested, extensions: authData.extensions, response };
}

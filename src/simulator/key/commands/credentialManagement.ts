import { createHash } from 'node:crypto';
import { concat, fromHex, toHex } from '../../../ctap/bytes.ts';
import { type CborMap, type CborValue, encode } from '../../../ctap/cbor.ts';
import { coseKey } from '../authData.ts';
import type { Authenticator, Continuation } from '../authenticator.ts';
import { CtapFailure, demand } from '../failure.ts';
import { needed, Parameters } from '../parameters.ts';
import { permission } from '../pinToken.ts';
import type { StoredCredential } from '../state.ts';
import { verifyToken } from '../userVerification.ts';

/** authenticatorCredentialManagement (CTAP 2.3, 6.8), and its preview under another byte. */
export function credentialManagement(authenticator: Authenticator, request: CborValue): CborValue {
  const parameters = new Parameters(needed(request));
  const subCommand = needed(parameters.integer(0x01));
  if (subCommand === 0x03) return proceed(authenticator, 'rps');
  if (subCommand === 0x05) return proceed(authenticator, 'credentials');

  const raw = parameters.map(0x02);
  const inner = parameters.inner(0x02);
  const param = parameters.bytes(0x04);
  demand(param !== undefined, 'CTAP2_ERR_PUAT_REQUIRED');
  const version = needed(parameters.integer(0x03));
  const message = concat(Uint8Array.of(subCommand), raw === undefined ? new Uint8Array() : encode(raw));
  verifyToken(authenticator, version, message, param, permission.cm);
  switch (subCommand) {
    case 0x01:
      return metadata(authenticator);
    case 0x02:
      return enumerateRps(authenticator);
    case 0x04:
      return enumerateCredentials(authenticator, needed(needed(inner).bytes(0x01)));
    case 0x06:
      return deleteCredential(authenticator, needed(inner));
    case 0x07:
      return updateUserInformation(authenticator, needed(inner));
    default:
      throw new CtapFailure('CTAP2_ERR_INVALID_SUBCOMMAND');
  }
}

function residents(authenticator: Authenticator): StoredCredential[] {
  return authenticator.state.credentials.filter(credential => credential.discoverable);
}

function metadata(authenticator: Authenticator): CborValue {
  const existing = residents(authenticator).length;
  return new Map([
    [0x01, existing],
    [0x02, authenticator.profile.capacity - existing],
  ]);
}

function enumerateRps(authenticator: Authenticator): CborValue {
  const byId = new Map(residents(authenticator).map(credential => [credential.rpId, credential]));
  const rps = [...byId.values()].map(
    ({ rpId, rpName }) =>
      new Map<number, CborValue>([
        [
          0x03,
          new Map<string, CborValue>([
            ['id', rpId],
            ['name', rpName],
          ]),
        ],
        [0x04, new Uint8Array(createHash('sha256').update(rpId).digest())],
      ]),
  );
  return begin(authenticator, 'rps', rps, 0x05);
}

function enumerateCredentials(authenticator: Authenticator, rpIdHash: Uint8Array): CborValue {
  const wanted = toHex(rpIdHash);
  const found = residents(authenticator).filter(
    ({ rpId }) => createHash('sha256').update(rpId).digest('hex') === wanted,
  );
  return begin(authenticator, 'credentials', found.map(describe), 0x09);
}

function describe(credential: StoredCredential): CborMap {
  const { userName, userDisplayName } = credential;
  return new Map<number, CborValue>([
    [
      0x06,
      new Map<string, CborValue>([
        ['id', fromHex(credential.userId)],
        ['name', userName],
        ['displayName', userDisplayName],
      ]),
    ],
    [
      0x07,
      new Map<string, CborValue>([
        ['id', fromHex(credential.id)],
        ['type', 'public-key'],
      ]),
    ],
    [0x08, coseKey(credential)],
    [0x0a, credential.credProtect],
  ]);
}

/** Answers with the first item and the total, and keeps the rest for the continuations. */
function begin(
  authenticator: Authenticator,
  kind: Continuation['kind'],
  items: CborMap[],
  totalKey: number,
): CborValue {
  const [first, ...rest] = items;
  demand(first !== undefined, 'CTAP2_ERR_NO_CREDENTIALS');
  authenticator.continuation = {
    kind,
    next: () => {
      const next = rest.shift();
      demand(next !== undefined, 'CTAP2_ERR_NOT_ALLOWED');
      return next;
    },
  };
  return new Map(first).set(totalKey, items.length);
}

function proceed({ continuation }: Authenticator, kind: Continuation['kind']): CborValue {
  demand(continuation?.kind === kind, 'CTAP2_ERR_NOT_ALLOWED');
  return continuation.next();
}

function deleteCredential(authenticator: Authenticator, inner: Parameters): CborValue {
  const found = find(authenticator, inner);
  authenticator.state.credentials = authenticator.state.credentials.filter(credential => credential !== found);
  authenticator.save();
  return undefined;
}

function updateUserInformation(authenticator: Authenticator, inner: Parameters): CborValue {
  const found = find(authenticator, inner);
  const user = needed(inner.inner(0x03));
  demand(toHex(needed(user.bytes('id'))) === found.userId, 'CTAP1_ERR_INVALID_PARAMETER');
  const { userName: _name, userDisplayName: _displayName, ...rest } = found;
  const [name, displayName] = [user.text('name'), user.text('displayName')];
  const updated = {
    ...rest,
    ...(name ? { userName: name } : {}),
    ...(displayName ? { userDisplayName: displayName } : {}),
  };
  authenticator.state.credentials = authenticator.state.credentials.map(old => (old === found ? updated : old));
  authenticator.save();
  return undefined;
}

function find(authenticator: Authenticator, inner: Parameters): StoredCredential {
  const id = toHex(needed(needed(inner.inner(0x02)).bytes('id')));
  const found = residents(authenticator).find(credential => credential.id === id);
  demand(found !== undefined, 'CTAP2_ERR_NO_CREDENTIALS');
  return found;
}

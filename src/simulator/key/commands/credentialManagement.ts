import { createHash } from 'node:crypto';
import { concat, fromHex, toHex } from '../../../ctap/bytes.ts';
import { type CborMap, type CborValue, encode } from '../../../ctap/cbor.ts';
import { coseKey } from '../authData.ts';
import type { Authenticator } from '../authenticator.ts';
import { demand } from '../failure.ts';
import { needed, Parameters } from '../parameters.ts';
import { type PinToken, permission } from '../pinToken.ts';
import type { SequenceKind } from '../sequence.ts';
import type { StoredCredential } from '../state.ts';
import { readSubCommandParams, verifyPersistent, verifyToken } from '../userVerification.ts';

/** The relevant parts of a verified token: which relying parties it covers, and how long it is valid. */
type Coverage = Pick<PinToken, 'covers' | 'alive'>;
type SubCommand = (authenticator: Authenticator, token: Coverage, parameters: Parameters) => CborValue;

const subCommands: ReadonlyMap<number, SubCommand> = new Map<number, SubCommand>([
  [0x01, getCredsMetadata],
  [0x02, enumerateRps],
  [0x04, enumerateCredentials],
  [0x06, deleteCredential],
  [0x07, updateUserInformation],
]);
/** Required members of subCommandParams: rpIDHash, credentialID, user (CTAP 2.3, 6.8.4 to 6.8.6). */
const mandatory: ReadonlyMap<number, readonly number[]> = new Map([
  [0x04, [0x01]],
  [0x06, [0x02]],
  [0x07, [0x02, 0x03]],
]);
/** The subcommands that a persistent token permits, which only read. */
const READING: readonly number[] = [0x01, 0x02, 0x04];
/** The preview has no updateUserInformation. */
const LAST_OF_PREVIEW = 0x06;

/** authenticatorCredentialManagement (CTAP 2.3, 6.8), and its preview under another command byte. */
export function credentialManagement(authenticator: Authenticator, request: CborValue): CborValue {
  const parameters = new Parameters(needed(request));
  const subCommand = needed(parameters.integer(0x01));
  if (subCommand === 0x03) return authenticator.sequence.next('relyingParties');
  if (subCommand === 0x05) return authenticator.sequence.next('credentials');
  const known = authenticator.profile.name === 'full' || subCommand <= LAST_OF_PREVIEW;
  const run = known ? subCommands.get(subCommand) : undefined;
  demand(run !== undefined, 'CTAP2_ERR_INVALID_SUBCOMMAND');

  const inner = parameters.map(0x02);
  const param = parameters.bytes(0x04);
  demand(param !== undefined, 'CTAP2_ERR_PUAT_REQUIRED');
  const version = needed(parameters.integer(0x03));
  const subParameters = readSubCommandParams(authenticator, inner, version, mandatory.get(subCommand));
  const message = concat(Uint8Array.of(subCommand), inner === undefined ? new Uint8Array() : encode(inner));
  const reads = READING.includes(subCommand) && verifyPersistent(authenticator, version, message, param);
  const token: Coverage = reads
    ? { covers: () => true, alive: true }
    : verifyToken(authenticator, version, message, param, permission.cm);
  return run(authenticator, token, subParameters);
}

function residents(authenticator: Authenticator): StoredCredential[] {
  return authenticator.state.credentials.filter(credential => credential.discoverable);
}

/** A token for one relying party must not reveal anything about others. */
function demandCovered(token: Coverage, rpId: string | undefined): void {
  demand(token.covers(rpId), 'CTAP2_ERR_PIN_AUTH_INVALID');
}

function getCredsMetadata(authenticator: Authenticator, token: Coverage): CborValue {
  demandCovered(token, undefined);
  return new Map([
    [0x01, residents(authenticator).length],
    [0x02, authenticator.remaining],
  ]);
}

function enumerateRps(authenticator: Authenticator, token: Coverage): CborValue {
  demandCovered(token, undefined);
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
  return begin(authenticator, token, 'relyingParties', rps, 0x05);
}

function enumerateCredentials(authenticator: Authenticator, token: Coverage, parameters: Parameters): CborValue {
  const wanted = toHex(needed(parameters.bytes(0x01)));
  const found = residents(authenticator).filter(
    ({ rpId }) => createHash('sha256').update(rpId).digest('hex') === wanted,
  );
  const [first] = found;
  demand(first !== undefined, 'CTAP2_ERR_NO_CREDENTIALS');
  demandCovered(token, first.rpId);
  const full = authenticator.profile.name === 'full';
  const nameless = authenticator.faults.nullNames === true;
  return begin(
    authenticator,
    token,
    'credentials',
    found.map(credential => describe(credential, { full, nameless })),
    0x09,
  );
}

function describe(credential: StoredCredential, { full, nameless }: { full: boolean; nameless: boolean }): CborMap {
  const { userName, userDisplayName, userIcon } = credential;
  return new Map<number, CborValue>([
    [
      0x06,
      new Map<string, CborValue>([
        ['id', fromHex(credential.userId)],
        ['name', nameless ? null : userName],
        ['displayName', nameless ? null : userDisplayName],
        ['icon', userIcon],
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
    [0x0b, credential.largeBlobKey === null ? undefined : fromHex(credential.largeBlobKey)],
    [0x0c, full ? credential.thirdPartyPayment : undefined],
  ]);
}

/** Answers with the first item and the total, and keeps the rest for further requests. */
function begin(
  authenticator: Authenticator,
  token: Coverage,
  kind: SequenceKind,
  items: CborMap[],
  totalKey: number,
): CborValue {
  const [first, ...rest] = items;
  demand(first !== undefined, 'CTAP2_ERR_NO_CREDENTIALS');
  authenticator.sequence.begin(
    kind,
    rest.map(item => () => item),
    () => token.alive,
  );
  const { totalMissing, totalTooHigh } = authenticator.faults;
  const total = totalMissing === true ? undefined : items.length + (totalTooHigh === true ? 1 : 0);
  return new Map(first).set(totalKey, total);
}

function deleteCredential(authenticator: Authenticator, token: Coverage, parameters: Parameters): CborValue {
  const found = find(authenticator, token, parameters);
  authenticator.setCredentials(authenticator.state.credentials.filter(credential => credential !== found));
  return undefined;
}

function updateUserInformation(authenticator: Authenticator, token: Coverage, parameters: Parameters): CborValue {
  const found = find(authenticator, token, parameters);
  const user = needed(parameters.inner(0x03));
  demand(toHex(needed(user.bytes('id'))) === found.userId, 'CTAP1_ERR_INVALID_PARAMETER');
  const { userName: _name, userDisplayName: _displayName, ...rest } = found;
  const [name, displayName] = [user.text('name'), user.text('displayName')];
  const updated = {
    ...rest,
    ...(name ? { userName: name } : {}),
    ...(displayName ? { userDisplayName: displayName } : {}),
  };
  authenticator.setCredentials(authenticator.state.credentials.map(old => (old === found ? updated : old)));
  return undefined;
}

function find(authenticator: Authenticator, token: Coverage, parameters: Parameters): StoredCredential {
  const id = toHex(needed(needed(parameters.inner(0x02)).bytes('id')));
  const found = residents(authenticator).find(credential => credential.id === id);
  demand(found !== undefined, 'CTAP2_ERR_NO_CREDENTIALS');
  demandCovered(token, found.rpId);
  return found;
}

import { toHex } from '../bytes.ts';
import type { CborValue } from '../cbor.ts';
import { CtapError, hasCtapCode } from '../errors.ts';
import { rpIdHashOf } from '../webauthn/rpIdHash.ts';
import type { CallOptions, CborTransport } from './call.ts';
import { type CredentialCommand, type CredentialRequests, credentialRequests } from './credentialRequests.ts';
import { enumerate, type ListOddity } from './enumeration.ts';
import type { HeldToken } from './heldToken.ts';
import { descriptor, type MakeCredentialRequest, textMap } from './makeCredential.ts';
import type { Members } from './members.ts';
import type { PinUvAuthToken } from './pinAuth.ts';

interface CredsMetadata {
  readonly existing: number;
  /** The maximum. How many fit depends on the credentials. Undefined if the key does not report it. */
  readonly maxRemaining: number | undefined;
}

export interface ResidentRp {
  /** Undefined if the key did not store it, or truncated it. */
  readonly id: string | undefined;
  readonly rpIdHash: Uint8Array;
}

interface ResidentCredential {
  readonly credentialId: Uint8Array;
  /** Empty if the key has lost it. */
  readonly userHandle: Uint8Array;
  readonly userName: string | undefined;
  readonly userDisplayName: string | undefined;
  readonly credProtect: number | undefined;
  readonly largeBlobKey: Uint8Array | undefined;
  readonly thirdPartyPayment: boolean | undefined;
}

/**
 * Manages the credentials on one key, with a token that has the permission credentialManagement. For reading, a token
 * with persistentCredentialManagementReadOnly is enough.
 */
export interface CredentialManagement {
  metadata(): Promise<CredsMetadata>;
  /** Returns all relying parties that the key listed, even if the key contradicts itself: see oddities(). */
  relyingParties(): Promise<ResidentRp[]>;
  credentials(rpIdHash: Uint8Array): Promise<ResidentCredential[]>;
  /**
   * Returns how the key contradicted itself in everything read so far. SECURITY: if this is not empty, the key may hold
   * credentials that it did not list. Conclude nothing from the absence of a credential.
   */
  oddities(): readonly ListOddity[];
  /** Deletes a credential. @throws CtapError CTAP2_ERR_NO_CREDENTIALS if the key does not have it */
  delete(credentialId: Uint8Array): Promise<void>;
  /**
   * Replaces the names of the credential's user. Names that are omitted are deleted.
   * @throws CtapError unsupported by the preview command, CTAP1_ERR_INVALID_PARAMETER for another user's id
   */
  updateUser(credentialId: Uint8Array, user: MakeCredentialRequest['user']): Promise<void>;
}

/**
 * Creates the commands for credentials.
 * @param command credentialManagement, or the preview command of keys from before CTAP 2.1. If the key does not know a
 * request in this form, the other form is tried.
 * @param onCapacity receives how many more credentials fit
 * @throws CtapError from each request that reads: unsupported with `what` credMgmt if the key knows neither form
 */
export function credentialManagement(
  transport: CborTransport,
  command: CredentialCommand,
  token: PinUvAuthToken | HeldToken,
  onCapacity: (maxRemaining: number) => void = () => undefined,
  options?: CallOptions,
): CredentialManagement {
  const requests = credentialRequests(transport, command, token, options);
  const oddities = new Set<ListOddity>();
  const note = (oddity: ListOddity) => void oddities.add(oddity);
  return {
    metadata: async () => {
      const m = await unlessEmpty(requests.send('getCredsMetadata'));
      const maxRemaining = m?.told(() => m.count(0x02, 'maxRemaining'));
      if (maxRemaining !== undefined) onCapacity(maxRemaining);
      return { existing: m === undefined ? 0 : m.required(m.count(0x01, 'existing'), 'existing'), maxRemaining };
    },
    relyingParties: () => enumerateRps(requests, note),
    credentials: rpIdHash => enumerateCredentials(requests, rpIdHash, note),
    oddities: () => [...oddities],
    delete: async credentialId => {
      await requests.send('deleteCredential', new Map([[0x02, descriptor({ id: credentialId, type: 'public-key' })]]));
    },
    updateUser: async (credentialId, { id, name, displayName }) => {
      if (command === 'credentialManagementPreview') {
        throw new CtapError('unsupported', { what: 'updateUserInformation' });
      }
      const parameters = new Map([
        [0x02, descriptor({ id: credentialId, type: 'public-key' })],
        [0x03, textMap({ id, name, displayName })],
      ]);
      await requests.sendInForm('updateUserInformation', parameters);
    },
  };
}

type Note = (oddity: ListOddity) => void;

function enumerateRps(requests: CredentialRequests, note: Note): Promise<ResidentRp[]> {
  return enumerate(
    {
      begin: () => unlessEmpty(requests.send('enumerateRPsBegin')),
      next: () => requests.next('enumerateRPsGetNextRP'),
      totalKey: 0x05,
      parse: m => parseRp(m, note),
      identify: ({ rpIdHash }) => toHex(rpIdHash),
    },
    note,
  );
}

function enumerateCredentials(
  requests: CredentialRequests,
  rpIdHash: Uint8Array,
  note: Note,
): Promise<ResidentCredential[]> {
  return enumerate(
    {
      begin: () => unlessEmpty(requests.send('enumerateCredentialsBegin', new Map([[0x01, rpIdHash]]))),
      next: () => requests.next('enumerateCredentialsGetNextCredential'),
      totalKey: 0x09,
      parse: m => parseCredential(m, note),
      identify: ({ credentialId }) => toHex(credentialId),
    },
    note,
  );
}

/** Returns undefined if the key answers that it has no credentials. */
function unlessEmpty(answer: Promise<Members>): Promise<Members | undefined> {
  return answer.catch((error: unknown) => {
    if (hasCtapCode(error, 'CTAP2_ERR_NO_CREDENTIALS')) return undefined;
    throw error;
  });
}

/** Returns a member's bytes, or undefined for any other type. */
function bytesIn(map: CborValue, key: string): Uint8Array | undefined {
  const value = map instanceof Map ? map.get(key) : undefined;
  return value instanceof Uint8Array ? value : undefined;
}

/** Returns the text of a name. Notes an oddity if the member is present but is not text. */
function nameIn(map: CborValue, key: string, note: Note): string | undefined {
  const value = map instanceof Map ? map.get(key) : undefined;
  if (typeof value === 'string') return value;
  if (value !== undefined) note('name-unreadable');
  return undefined;
}

function parseRp(m: Members, note: Note): ResidentRp | undefined {
  const id = nameIn(m.raw(0x03), 'id', note);
  const told = m.raw(0x04);
  if (told instanceof Uint8Array && told.length === 32) return { id, rpIdHash: told };
  note('item-unreadable');
  return id === undefined ? undefined : { id, rpIdHash: rpIdHashOf(id) };
}

function parseCredential(m: Members, note: Note): ResidentCredential | undefined {
  const credentialId = bytesIn(m.raw(0x07), 'id');
  if (credentialId === undefined) return undefined;
  const user = m.raw(0x06);
  const userHandle = bytesIn(user, 'id');
  if (userHandle === undefined) note('name-unreadable');
  const [credProtect, largeBlobKey, thirdPartyPayment] = [m.raw(0x0a), m.raw(0x0b), m.raw(0x0c)];
  return {
    credentialId,
    userHandle: userHandle ?? new Uint8Array(),
    userName: nameIn(user, 'name', note),
    userDisplayName: nameIn(user, 'displayName', note),
    credProtect: typeof credProtect === 'number' ? credProtect : undefined,
    largeBlobKey: largeBlobKey instanceof Uint8Array ? largeBlobKey : undefined,
    thirdPartyPayment: typeof thirdPartyPayment === 'boolean' ? thirdPartyPayment : undefined,
  };
}

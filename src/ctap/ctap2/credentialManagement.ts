import { concat } from '../bytes.ts';
import { type CborMap, type CborValue, encode } from '../cbor.ts';
import { CtapError, hasCtapCode } from '../errors.ts';
import { type CallOptions, type CborTransport, type Ctap2Command, call } from './call.ts';
import { descriptor, type MakeCredentialRequest, textMap } from './makeCredential.ts';
import { Members } from './members.ts';
import { authorize, type PinUvAuthToken } from './pinAuth.ts';

/** Subcommands of authenticatorCredentialManagement (CTAP 2.3, 6.8). */
const subCommands = {
  getCredsMetadata: 0x01,
  enumerateRPsBegin: 0x02,
  enumerateRPsGetNextRP: 0x03,
  enumerateCredentialsBegin: 0x04,
  enumerateCredentialsGetNextCredential: 0x05,
  deleteCredential: 0x06,
  updateUserInformation: 0x07,
} as const;

/** SECURITY: a key that says it has more is not asked for them one by one; none has room for so many. */
const MOST_ITEMS = 5000;

interface CredsMetadata {
  readonly existing: number;
  /** At most; what fits depends on the credentials. */
  readonly maxRemaining: number;
}

interface ResidentRp {
  /** Undefined where the key kept none or cut it. */
  readonly id: string | undefined;
  readonly rpIdHash: Uint8Array;
}

interface ResidentCredential {
  readonly credentialId: Uint8Array;
  readonly userHandle: Uint8Array;
  readonly userName: string | undefined;
  readonly userDisplayName: string | undefined;
  readonly credProtect: number | undefined;
  readonly largeBlobKey: Uint8Array | undefined;
  readonly thirdPartyPayment: boolean | undefined;
}

/**
 * The credentials on one key, by a token with the permission credentialManagement, or for reading alone by one with
 * persistentCredentialManagementReadOnly.
 */
export interface CredentialManagement {
  metadata(): Promise<CredsMetadata>;
  relyingParties(): Promise<ResidentRp[]>;
  credentials(rpIdHash: Uint8Array): Promise<ResidentCredential[]>;
  /** @throws CtapError CTAP2_ERR_NO_CREDENTIALS when it is not there */
  delete(credentialId: Uint8Array): Promise<void>;
  /**
   * Gives the credential's user other names; what is left out is forgotten.
   * @throws CtapError unsupported by the preview command, CTAP1_ERR_INVALID_PARAMETER for another user's id
   */
  updateUser(credentialId: Uint8Array, user: MakeCredentialRequest['user']): Promise<void>;
}

/** `command` is credentialManagement, or the preview of keys from before CTAP 2.1. */
export function credentialManagement(
  transport: CborTransport,
  command: Extract<Ctap2Command, 'credentialManagement' | 'credentialManagementPreview'>,
  token: PinUvAuthToken,
  options?: CallOptions,
): CredentialManagement {
  const request = async (name: keyof typeof subCommands, parameters?: CborMap): Promise<Members> => {
    const subCommand = subCommands[name];
    const message = concat(Uint8Array.of(subCommand), parameters === undefined ? new Uint8Array() : encode(parameters));
    const auth = authorize(token, message);
    return send(subCommand, parameters, [
      [0x03, auth.version],
      [0x04, auth.pinUvAuthParam],
    ]);
  };
  // The continuations of an enumeration carry no authorization of their own.
  const next = (name: keyof typeof subCommands) => send(subCommands[name], undefined, []);
  const send = async (subCommand: number, parameters: CborMap | undefined, auth: readonly [number, CborValue][]) => {
    const map: CborMap = new Map<number, CborValue>([[0x01, subCommand], [0x02, parameters], ...auth]);
    return new Members((await call(transport, command, map, options)) ?? new Map(), 'credentialManagement');
  };

  return {
    metadata: async () => {
      const m = await request('getCredsMetadata');
      return {
        existing: m.required(m.integer(0x01, 'existing'), 'existing'),
        maxRemaining: m.required(m.integer(0x02, 'maxRemaining'), 'maxRemaining'),
      };
    },
    relyingParties: () =>
      enumerate(
        () => request('enumerateRPsBegin'),
        () => next('enumerateRPsGetNextRP'),
        0x05,
        parseRp,
      ),
    credentials: rpIdHash =>
      enumerate(
        () => request('enumerateCredentialsBegin', new Map([[0x01, rpIdHash]])),
        () => next('enumerateCredentialsGetNextCredential'),
        0x09,
        parseCredential,
      ),
    delete: async credentialId => {
      await request('deleteCredential', new Map([[0x02, descriptor({ id: credentialId, type: 'public-key' })]]));
    },
    updateUser: async (credentialId, { id, name, displayName }) => {
      if (command === 'credentialManagementPreview') {
        throw new CtapError('unsupported', { what: 'updateUserInformation' });
      }
      const parameters = new Map([
        [0x02, descriptor({ id: credentialId, type: 'public-key' })],
        [0x03, textMap({ id, name, displayName })],
      ]);
      await request('updateUserInformation', parameters);
    },
  };
}

/** Begin gives the first item and the total; a key with nothing to list says NO_CREDENTIALS, or a total of 0. */
async function enumerate<T>(
  begin: () => Promise<Members>,
  next: () => Promise<Members>,
  totalKey: number,
  parse: (m: Members) => T,
): Promise<T[]> {
  const first = await begin().catch((error: unknown) => {
    if (hasCtapCode(error, 'CTAP2_ERR_NO_CREDENTIALS')) return undefined;
    throw error;
  });
  const total = first?.integer(totalKey, 'total') ?? 0;
  if (first === undefined || total === 0) return [];
  if (total > MOST_ITEMS) throw new CtapError('response-malformed', { member: 'credentialManagement.total' });
  const items = [parse(first)];
  while (items.length < total) items.push(parse(await next()));
  return items;
}

function parseRp(m: Members): ResidentRp {
  const rp = m.map(0x03, 'rp');
  return {
    id: rp && new Members(rp, 'credentialManagement.rp').text('id', 'id'),
    rpIdHash: m.required(m.bytes(0x04, 'rpIDHash'), 'rpIDHash'),
  };
}

function parseCredential(m: Members): ResidentCredential {
  const user = new Members(m.required(m.map(0x06, 'user'), 'user'), 'credentialManagement.user');
  const credential = new Members(m.required(m.map(0x07, 'credentialID'), 'credentialID'), 'credentialManagement');
  return {
    credentialId: credential.required(credential.bytes('id', 'id'), 'id'),
    userHandle: user.required(user.bytes('id', 'id'), 'id'),
    userName: user.text('name', 'name'),
    userDisplayName: user.text('displayName', 'displayName'),
    credProtect: m.integer(0x0a, 'credProtect'),
    largeBlobKey: m.bytes(0x0b, 'largeBlobKey'),
    thirdPartyPayment: m.boolean(0x0c, 'thirdPartyPayment'),
  };
}

import { concat, toHex } from '../bytes.ts';
import { type CborMap, type CborValue, encode } from '../cbor.ts';
import { CtapError, type CtapErrorCode, hasCtapCode, isStatus } from '../errors.ts';
import { rpIdHashOf } from '../webauthn/rpIdHash.ts';
import { type CallOptions, type CborTransport, type Ctap2Command, call } from './call.ts';
import { enumerate, type ListOddity } from './enumeration.ts';
import { type HeldToken, held } from './heldToken.ts';
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

type Command = Extract<Ctap2Command, 'credentialManagement' | 'credentialManagementPreview'>;

/** The same subcommands under another byte; keys answer one of them, or both. */
const otherForm: Readonly<Record<Command, Command>> = {
  credentialManagement: 'credentialManagementPreview',
  credentialManagementPreview: 'credentialManagement',
};

/** With these a key says that it does not know a request in this form. None of them comes from a request that did something. */
const FORM_REFUSALS: readonly CtapErrorCode[] = [
  'CTAP1_ERR_INVALID_COMMAND',
  'CTAP1_ERR_INVALID_PARAMETER',
  'CTAP1_ERR_INVALID_LENGTH',
  'CTAP2_ERR_CBOR_UNEXPECTED_TYPE',
  'CTAP2_ERR_INVALID_CBOR',
  'CTAP2_ERR_MISSING_PARAMETER',
  'CTAP2_ERR_UNSUPPORTED_OPTION',
  'CTAP2_ERR_INVALID_OPTION',
  'CTAP2_ERR_INVALID_SUBCOMMAND',
];

interface CredsMetadata {
  readonly existing: number;
  /** At most; what fits depends on the credentials. Undefined where the key does not tell. */
  readonly maxRemaining: number | undefined;
}

export interface ResidentRp {
  /** Undefined where the key kept none or cut it. */
  readonly id: string | undefined;
  readonly rpIdHash: Uint8Array;
}

interface ResidentCredential {
  readonly credentialId: Uint8Array;
  /** Empty where the key lost it. */
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
  /** What came, even where the key contradicts itself: see oddities(). */
  relyingParties(): Promise<ResidentRp[]>;
  credentials(rpIdHash: Uint8Array): Promise<ResidentCredential[]>;
  /**
   * How the key contradicted itself in what was read so far. SECURITY: where this is not empty, a credential that was not
   * listed may still be on the key, and nothing may be concluded from its absence.
   */
  oddities(): readonly ListOddity[];
  /** @throws CtapError CTAP2_ERR_NO_CREDENTIALS when it is not there */
  delete(credentialId: Uint8Array): Promise<void>;
  /**
   * Gives the credential's user other names; what is left out is forgotten.
   * @throws CtapError unsupported by the preview command, CTAP1_ERR_INVALID_PARAMETER for another user's id
   */
  updateUser(credentialId: Uint8Array, user: MakeCredentialRequest['user']): Promise<void>;
}

/**
 * `command` is credentialManagement, or the preview of keys from before CTAP 2.1; the other one is tried where the key does
 * not know a request in this form. `onCapacity` hears how many credentials still fit.
 * @throws CtapError by each request that reads: unsupported with `what` credMgmt where the key knows neither form
 */
export function credentialManagement(
  transport: CborTransport,
  command: Command,
  token: PinUvAuthToken | HeldToken,
  onCapacity: (maxRemaining: number) => void = () => undefined,
  options?: CallOptions,
): CredentialManagement {
  let form = command;
  const oddities = new Set<ListOddity>();
  const note = (oddity: ListOddity) => void oddities.add(oddity);
  const send = async (subCommand: number, parameters: CborMap | undefined, auth: readonly [number, CborValue][]) => {
    const map: CborMap = new Map<number, CborValue>([[0x01, subCommand], [0x02, parameters], ...auth]);
    return new Members((await call(transport, form, map, options)) ?? new Map(), 'credentialManagement');
  };
  const requestInForm = (name: keyof typeof subCommands, parameters?: CborMap): Promise<Members> => {
    const subCommand = subCommands[name];
    const message = concat(Uint8Array.of(subCommand), parameters === undefined ? new Uint8Array() : encode(parameters));
    return held(token).use(own => {
      const auth = authorize(own, message);
      return send(subCommand, parameters, [
        [0x03, auth.version],
        [0x04, auth.pinUvAuthParam],
      ]);
    });
  };
  /** A form that the key has answered in is the right one, and what it refuses in it, it refuses for another reason. */
  let known = false;
  const request = async (name: keyof typeof subCommands, parameters?: CborMap): Promise<Members> => {
    try {
      const answer = await requestInForm(name, parameters);
      known = true;
      return answer;
    } catch (refusal) {
      if (known || !hasCtapCode(refusal, ...FORM_REFUSALS)) throw refusal;
      const first = form;
      form = otherForm[first];
      try {
        return await requestInForm(name, parameters);
      } catch (error) {
        if (hasCtapCode(error, 'CTAP2_ERR_NO_CREDENTIALS') || !isStatus(error)) throw error;
        form = first;
        throw reads(name) ? new CtapError('unsupported', { what: 'credMgmt' }, { cause: refusal }) : refusal;
      }
    }
  };
  // The continuations of an enumeration carry no authorization of their own.
  const next = (name: keyof typeof subCommands) => send(subCommands[name], undefined, []);
  /** So a key says that it has none. */
  const unlessEmpty = (answer: Promise<Members>) =>
    answer.catch((error: unknown) => {
      if (hasCtapCode(error, 'CTAP2_ERR_NO_CREDENTIALS')) return undefined;
      throw error;
    });

  return {
    metadata: async () => {
      const m = await unlessEmpty(request('getCredsMetadata'));
      const maxRemaining = m?.told(() => m.count(0x02, 'maxRemaining'));
      if (maxRemaining !== undefined) onCapacity(maxRemaining);
      return { existing: m === undefined ? 0 : m.required(m.count(0x01, 'existing'), 'existing'), maxRemaining };
    },
    relyingParties: () =>
      enumerate(
        {
          begin: () => unlessEmpty(request('enumerateRPsBegin')),
          next: () => next('enumerateRPsGetNextRP'),
          totalKey: 0x05,
          parse: m => parseRp(m, note),
          identify: ({ rpIdHash }) => toHex(rpIdHash),
        },
        note,
      ),
    credentials: rpIdHash =>
      enumerate(
        {
          begin: () => unlessEmpty(request('enumerateCredentialsBegin', new Map([[0x01, rpIdHash]]))),
          next: () => next('enumerateCredentialsGetNextCredential'),
          totalKey: 0x09,
          parse: m => parseCredential(m, note),
          identify: ({ credentialId }) => toHex(credentialId),
        },
        note,
      ),
    oddities: () => [...oddities],
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
      await requestInForm('updateUserInformation', parameters);
    },
  };
}

function reads(name: keyof typeof subCommands): boolean {
  return name !== 'deleteCredential' && name !== 'updateUserInformation';
}

/** Bytes of a member; undefined for anything else. */
function bytesIn(map: CborValue, key: string): Uint8Array | undefined {
  const value = map instanceof Map ? map.get(key) : undefined;
  return value instanceof Uint8Array ? value : undefined;
}

/** The text of a name; one that is there and no text is noted. */
function nameIn(map: CborValue, key: string, note: (oddity: ListOddity) => void): string | undefined {
  const value = map instanceof Map ? map.get(key) : undefined;
  if (typeof value === 'string') return value;
  if (value !== undefined) note('name-unreadable');
  return undefined;
}

function parseRp(m: Members, note: (oddity: ListOddity) => void): ResidentRp | undefined {
  const id = nameIn(m.raw(0x03), 'id', note);
  const told = m.raw(0x04);
  if (told instanceof Uint8Array && told.length === 32) return { id, rpIdHash: told };
  note('item-unreadable');
  return id === undefined ? undefined : { id, rpIdHash: rpIdHashOf(id) };
}

function parseCredential(m: Members, note: (oddity: ListOddity) => void): ResidentCredential | undefined {
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

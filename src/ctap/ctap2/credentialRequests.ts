import { concat } from '../bytes.ts';
import { type CborMap, type CborValue, encode } from '../cbor.ts';
import { CtapError, type CtapErrorCode, hasCtapCode, isStatus } from '../errors.ts';
import { type CallOptions, type CborTransport, type Ctap2Command, call } from './call.ts';
import { type HeldToken, held } from './heldToken.ts';
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

/** credentialManagement, or the preview command of keys from before CTAP 2.1. */
export type CredentialCommand = Extract<Ctap2Command, 'credentialManagement' | 'credentialManagementPreview'>;

/** The same subcommands under another command byte. Keys support one of the two, or both. */
const otherForm: Readonly<Record<CredentialCommand, CredentialCommand>> = {
  credentialManagement: 'credentialManagementPreview',
  credentialManagementPreview: 'credentialManagement',
};

/**
 * The statuses with which a key rejects a request in this form. A request that changed something never returns one of
 * them.
 */
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

export type CredentialSubCommand = keyof typeof subCommands;

/** Sends authenticatorCredentialManagement requests in the form that the key supports. */
export interface CredentialRequests {
  /** Sends a request. If the key does not know the form, tries the other one. @throws CtapError unsupported if it knows neither */
  send(name: CredentialSubCommand, parameters?: CborMap): Promise<Members>;
  /** Sends a request in the current form only. */
  sendInForm(name: CredentialSubCommand, parameters?: CborMap): Promise<Members>;
  /** Requests the next item of an enumeration. The request carries no authorization of its own. */
  next(name: CredentialSubCommand): Promise<Members>;
}

export function credentialRequests(
  transport: CborTransport,
  command: CredentialCommand,
  token: PinUvAuthToken | HeldToken,
  options: CallOptions | undefined,
): CredentialRequests {
  let form = command;
  /** True after the key has answered in this form. Later errors then have another reason than the form. */
  let known = false;
  const transmit = async (name: CredentialSubCommand, parameters: CborMap | undefined, auth: [number, CborValue][]) => {
    const map: CborMap = new Map<number, CborValue>([[0x01, subCommands[name]], [0x02, parameters], ...auth]);
    return new Members((await call(transport, form, map, options)) ?? new Map(), 'credentialManagement');
  };
  const sendInForm: CredentialRequests['sendInForm'] = (name, parameters) => {
    const encoded = parameters === undefined ? new Uint8Array() : encode(parameters);
    const message = concat(Uint8Array.of(subCommands[name]), encoded);
    return held(token).use(own => {
      const auth = authorize(own, message);
      return transmit(name, parameters, [
        [0x03, auth.version],
        [0x04, auth.pinUvAuthParam],
      ]);
    });
  };
  const sendInOtherForm = async (name: CredentialSubCommand, parameters: CborMap | undefined, refusal: unknown) => {
    const first = form;
    form = otherForm[first];
    try {
      return await sendInForm(name, parameters);
    } catch (error) {
      if (hasCtapCode(error, 'CTAP2_ERR_NO_CREDENTIALS') || !isStatus(error)) throw error;
      form = first;
      throw reads(name) ? new CtapError('unsupported', { what: 'credMgmt' }, { cause: refusal }) : refusal;
    }
  };
  return {
    send: async (name, parameters) => {
      try {
        const answer = await sendInForm(name, parameters);
        known = true;
        return answer;
      } catch (refusal) {
        if (known || !hasCtapCode(refusal, ...FORM_REFUSALS)) throw refusal;
        return sendInOtherForm(name, parameters, refusal);
      }
    },
    sendInForm,
    next: name => transmit(name, undefined, []),
  };
}

function reads(name: CredentialSubCommand): boolean {
  return name !== 'deleteCredential' && name !== 'updateUserInformation';
}

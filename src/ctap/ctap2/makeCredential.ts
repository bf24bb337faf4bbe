import type { CborMap, CborValue } from '../cbor.ts';
import { type CallOptions, type CborTransport, call } from './call.ts';
import { Members } from './members.ts';
import type { PinAuth } from './pinAuth.ts';

export interface CredentialDescriptor {
  readonly type: 'public-key';
  readonly id: Uint8Array;
  readonly transports?: readonly string[];
}

/** Extension inputs for creating a credential. Absent ones are not sent (CTAP 2.3, 12). */
export interface CreateExtensions {
  /** 1 userVerificationOptional, 2 …WithCredentialIDList, 3 userVerificationRequired. */
  readonly credProtect?: 1 | 2 | 3;
  readonly hmacSecret?: boolean;
  /** The input from pin/hmacSecret.ts. Requires hmacSecret. */
  readonly hmacSecretMc?: CborMap;
  readonly minPinLength?: boolean;
  readonly pinComplexityPolicy?: boolean;
  /** At most getInfo's maxCredBlobLength bytes. Authenticator data shows whether the key stored it. */
  readonly credBlob?: Uint8Array;
  readonly largeBlobKey?: boolean;
  readonly thirdPartyPayment?: boolean;
}

export interface MakeCredentialRequest {
  readonly clientDataHash: Uint8Array;
  readonly rp: { readonly id: string; readonly name?: string };
  readonly user: { readonly id: Uint8Array; readonly name?: string; readonly displayName?: string };
  readonly pubKeyCredParams: readonly { readonly type: string; readonly alg: number }[];
  readonly excludeList?: readonly CredentialDescriptor[];
  readonly extensions?: CreateExtensions;
  readonly rk?: boolean;
  /** 1 if the key's vendor lists the relying party, 2 if the platform does. Requires getInfo's option ep. */
  readonly enterpriseAttestation?: 1 | 2;
  /**
   * Attestation formats by name, in order of preference. `none` asks for no attestation. Keys before CTAP 2.2 ignore
   * it.
   */
  readonly attestationFormatsPreference?: readonly string[];
}

/** The key's response. `authData` is still in bytes. webauthn/authenticatorData.ts parses it. */
export interface MakeCredentialResponse {
  readonly fmt: string;
  readonly authData: Uint8Array;
  readonly attStmt: CborMap;
  readonly epAtt: boolean;
  readonly largeBlobKey: Uint8Array | undefined;
}

/**
 * Sends authenticatorMakeCredential (CTAP 2.3, 6.1). The key asks for a touch: onKeepAlive receives `upneeded`. @throws
 * CtapError
 */
export async function makeCredential(
  transport: CborTransport,
  request: MakeCredentialRequest,
  auth: PinAuth | undefined,
  options?: CallOptions,
): Promise<MakeCredentialResponse> {
  const parameters = makeCredentialParameters(request, auth);
  const m = new Members(await call(transport, 'makeCredential', parameters, options), 'makeCredential');
  return {
    fmt: m.required(m.text(0x01, 'fmt'), 'fmt'),
    authData: m.required(m.bytes(0x02, 'authData'), 'authData'),
    attStmt: m.map(0x03, 'attStmt') ?? new Map(),
    epAtt: m.told(() => m.boolean(0x04, 'epAtt')) ?? false,
    largeBlobKey: m.told(() => m.bytes(0x05, 'largeBlobKey')),
  };
}

/** Returns the parameters of a makeCredential before encoding. */
export function makeCredentialParameters(request: MakeCredentialRequest, auth: PinAuth | undefined): CborMap {
  return new Map<number, CborValue>([
    [0x01, request.clientDataHash],
    [0x02, textMap({ id: request.rp.id, name: request.rp.name })],
    [0x03, textMap({ id: request.user.id, name: request.user.name, displayName: request.user.displayName })],
    [0x04, request.pubKeyCredParams.map(({ type, alg }) => textMap({ alg, type }))],
    [0x05, orUndefined((request.excludeList ?? []).map(descriptor))],
    [0x06, createExtensions(request.extensions ?? {})],
    [0x07, request.rk === true ? textMap({ rk: true }) : undefined],
    [0x08, auth?.pinUvAuthParam],
    [0x09, auth?.version],
    [0x0a, request.enterpriseAttestation],
    [0x0b, orUndefined([...(request.attestationFormatsPreference ?? [])])],
  ]);
}

/**
 * Returns a credential descriptor as CTAP sends it. Transports are for clients only and would take room in the key's
 * message.
 */
export function descriptor({ type, id }: CredentialDescriptor): CborMap {
  return textMap({ id, type });
}

/** Returns a map with text keys. Omits members that are undefined. */
export function textMap(members: Readonly<Record<string, CborValue>>): CborMap {
  return new Map(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** Returns undefined for an empty list or map, because some keys reject it. */
export function orUndefined<T extends CborValue[]>(list: T): T | undefined {
  return list.length === 0 ? undefined : list;
}

function createExtensions(extensions: CreateExtensions): CborMap | undefined {
  const map = textMap({
    credBlob: extensions.credBlob,
    credProtect: extensions.credProtect,
    'hmac-secret': extensions.hmacSecret || undefined,
    'hmac-secret-mc': extensions.hmacSecretMc,
    largeBlobKey: extensions.largeBlobKey || undefined,
    minPinLength: extensions.minPinLength || undefined,
    pinComplexityPolicy: extensions.pinComplexityPolicy || undefined,
    thirdPartyPayment: extensions.thirdPartyPayment || undefined,
  });
  return map.size === 0 ? undefined : map;
}

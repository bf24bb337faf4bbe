import { concat } from '../bytes.ts';
import { type CborMap, type CborValue, encode } from '../cbor.ts';
import { type CallOptions, type CborTransport, call } from './call.ts';
import { authorize, type PinUvAuthToken } from './pinAuth.ts';

/** One change of a key's configuration (CTAP 2.3, 6.11). */
export type ConfigChange =
  | { readonly kind: 'enableEnterpriseAttestation' }
  | { readonly kind: 'toggleAlwaysUv' }
  | {
      readonly kind: 'setMinPINLength';
      /** In code points. A key never accepts a smaller number than its present one. */
      readonly newMinPINLength?: number;
      /** RPs that may read the minimum PIN length with the minPinLength extension. */
      readonly minPinLengthRPIDs?: readonly string[];
      readonly forceChangePin?: boolean;
      readonly pinComplexityPolicy?: boolean;
    };

const subCommands: Readonly<Record<ConfigChange['kind'], number>> = {
  enableEnterpriseAttestation: 0x01,
  toggleAlwaysUv: 0x02,
  setMinPINLength: 0x03,
};

/** Sends authenticatorConfig (0x0D). If the key has a PIN, the token needs the permission authenticatorConfig. */
export async function authenticatorConfig(
  transport: CborTransport,
  change: ConfigChange,
  token: PinUvAuthToken | undefined,
  options?: CallOptions,
): Promise<void> {
  const subCommand = subCommands[change.kind];
  const parameters = parametersOf(change);
  const encoded = parameters === undefined ? new Uint8Array() : encode(parameters);
  // The message starts with 32 bytes of 0xff, the command and the subcommand, so that its signature fits no other
  // request.
  const message = concat(new Uint8Array(32).fill(0xff), Uint8Array.of(0x0d, subCommand), encoded);
  const auth = token === undefined ? undefined : authorize(token, message);
  const map: CborMap = new Map<number, CborValue>([
    [0x01, subCommand],
    [0x02, parameters],
    [0x03, auth?.version],
    [0x04, auth?.pinUvAuthParam],
  ]);
  await call(transport, 'authenticatorConfig', map, options);
}

function parametersOf(change: ConfigChange): CborMap | undefined {
  if (change.kind !== 'setMinPINLength') return undefined;
  return new Map<number, CborValue>([
    [0x01, change.newMinPINLength],
    [0x02, change.minPinLengthRPIDs && [...change.minPinLengthRPIDs]],
    [0x03, change.forceChangePin],
    [0x04, change.pinComplexityPolicy],
  ]);
}

import type { StatusName } from '../../ctap/status.ts';

/**
 * The features of a software key: the newest kind of key, or one of the first FIDO2 generation (2018 to 2019) with CTAP
 * 2.0, U2F and the preview of credential management.
 */
export interface Profile {
  readonly name: 'full' | 'legacy';
  readonly aaguid: string;
  readonly versions: readonly string[];
  /** Whether it supports U2F, too, as long as user verification is not required. */
  readonly u2f: boolean;
  readonly extensions: readonly string[];
  readonly attestationFormats: readonly string[];
  readonly pinProtocols: readonly (1 | 2)[];
  readonly firmwareVersion: number | undefined;
  /**
   * The statuses for an option of another command and for an unsupported option. CTAP 2.0 (5.1, step 3 and 5.2, step 5)
   * defines them the other way round than CTAP 2.3 (6.1.2, step 5 and 6.2.2, step 4).
   */
  readonly misplacedOption: StatusName;
  readonly lackingOption: StatusName;
  /**
   * Whether the pinToken keeps all permissions until the key loses power (CTAP 2.0, 5.5.2): no command uses it up, and
   * neither a new PIN nor a wrong one ends it.
   */
  readonly lastingToken: boolean;
  /**
   * Bytes of a pinToken. CTAP 2.0 requires a multiple of 16 (5.5.2), CTAP 2.3 requires 32 with protocol two (6.5.7).
   */
  readonly tokenLength: number;
  /**
   * Whether a sequence of responses continues after other commands. CTAP 2.3 (6) allows a key to end it. CTAP 2.0 names
   * only 30 seconds and the power cycle (5.3).
   */
  readonly keepsSequences: boolean;
  /** Whether it stores a user's icon and returns it with the name (CTAP 2.0, 5.1 and 5.2; removed in CTAP 2.1). */
  readonly keepsIcons: boolean;
  /** Longest CTAP2 request that it accepts, in bytes. */
  readonly maxMsgSize: number;
  /** Maximum number of ids in an excludeList or allowList; undefined if the key does not report it. */
  readonly maxCredentialCountInList: number | undefined;
  /** Maximum number of resident credentials. */
  readonly capacity: number;
  /** Maximum bytes of credBlob, and of the serialized large-blob array. */
  readonly maxCredBlobLength: number;
  readonly maxSerializedLargeBlobArray: number;
}

export const profiles: Readonly<Record<Profile['name'], Profile>> = {
  full: {
    name: 'full',
    aaguid: '6ac2e5c7e1d94b25b0f35d0a8f4c7e31',
    versions: ['FIDO_2_0', 'FIDO_2_1_PRE', 'FIDO_2_1', 'FIDO_2_2', 'FIDO_2_3'],
    u2f: true,
    extensions: [
      'credBlob',
      'credProtect',
      'hmac-secret',
      'hmac-secret-mc',
      'largeBlobKey',
      'minPinLength',
      'pinComplexityPolicy',
      'thirdPartyPayment',
    ],
    attestationFormats: ['packed', 'none'],
    pinProtocols: [2, 1],
    firmwareVersion: 0x00010000,
    misplacedOption: 'CTAP2_ERR_UNSUPPORTED_OPTION',
    lackingOption: 'CTAP2_ERR_INVALID_OPTION',
    lastingToken: false,
    tokenLength: 32,
    keepsSequences: false,
    keepsIcons: false,
    maxMsgSize: 7609,
    maxCredentialCountInList: 8,
    capacity: 25,
    maxCredBlobLength: 32,
    maxSerializedLargeBlobArray: 16_384,
  },
  legacy: {
    name: 'legacy',
    aaguid: 'b8e47d0252f34cda9c1e6bb1d7a90f64',
    versions: ['FIDO_2_0', 'FIDO_2_1_PRE'],
    u2f: true,
    extensions: ['credProtect', 'hmac-secret'],
    attestationFormats: ['packed'],
    pinProtocols: [1],
    firmwareVersion: undefined,
    misplacedOption: 'CTAP2_ERR_INVALID_OPTION',
    lackingOption: 'CTAP2_ERR_UNSUPPORTED_OPTION',
    lastingToken: true,
    tokenLength: 16,
    keepsSequences: true,
    keepsIcons: true,
    maxMsgSize: 1200,
    maxCredentialCountInList: undefined,
    capacity: 25,
    maxCredBlobLength: 0,
    maxSerializedLargeBlobArray: 0,
  },
};

import { z } from 'zod';

const MOST_KEEPALIVES = 10_000;

/** Faults on demand, each observed on a real key. All are off by default. A switch stays on until it is cleared. */
export const faultSchema = z
  .strictObject({
    /** Responses go to a channel that was not allocated. */
    wrongChannel: z.boolean(),
    /** The second report of a long answer is lost. */
    droppedReport: z.boolean(),
    /** The last report of a long answer repeats the sequence number of the one before. */
    wrongSequence: z.boolean(),
    /** A response reports a length greater than any message can have. */
    longReply: z.boolean(),
    /** Number of keep-alives before every response. */
    keepAliveFlood: z.number().int().nonnegative().max(MOST_KEEPALIVES),
    /** A canceled request is answered only when the next one arrives. */
    staleReply: z.boolean(),
    truncatedCbor: z.boolean(),
    duplicateCborKey: z.boolean(),
    badAttestationSignature: z.boolean(),
    badAssertionSignature: z.boolean(),
    /** Signatures have an unneeded zero byte before their first number. */
    paddedSignature: z.boolean(),
    /** The attestation statement contains this COSE algorithm. */
    attestationAlgorithm: z.number().int(),
    /** The attestation statement has this format, which getInfo does not list. */
    attestationFormat: z.string(),
    /** The attestation formats that getInfo lists. */
    attestationFormats: z.array(z.string()),
    wrongRpIdHash: z.boolean(),
    wrongAaguid: z.boolean(),
    /** The flag of user presence is never set, although the user touched the key. */
    withoutPresence: z.boolean(),
    /** The flag of user verification is never set, although the PIN was right. */
    withoutVerification: z.boolean(),
    /** makeCredential creates an ES256 credential, whatever algorithms were requested. */
    ignoresAlgorithms: z.boolean(),
    /** credProtect is ignored: every credential has level 1, and no output contains a level. */
    ignoresCredProtect: z.boolean(),
    keyFull: z.boolean(),
    /** As after eight wrong PINs: the key accepts no PIN. */
    blockedPin: z.boolean(),
    /**
     * The status if the user does not touch the key: OPERATION_DENIED as in CTAP 2.3 for makeCredential and
     * getAssertion (6.1.2, 6.2.2), or ACTION_TIMEOUT. Default: USER_ACTION_TIMEOUT.
     */
    expiredTouch: z.enum(['denied', 'action-timeout']),
    /**
     * A PIN cannot create or use credentials, only a fingerprint can (CTAP 2.3, 6.4: noMcGaPermissionsWithClientPin).
     */
    noMcGaPermissionsWithClientPin: z.boolean(),
    /** Every request fails because another channel is in a transaction. */
    busy: z.boolean(),
    /** A key from before FIDO2: CTAPHID without CBOR. */
    u2fOnly: z.boolean(),
    /** The key loses power after the first report of makeCredential's response. */
    removedInMidMessage: z.boolean(),
    /** A getAssertion with `up: false` is rejected, or waits for a touch as if it had requested one. */
    silentAssertion: z.enum(['refused', 'wants-touch']),
    /** Number of new PINs that are rejected by a rule that the key does not report. */
    pinRefusals: z.number().int().nonnegative(),
    /** The key loses power after it stored a PIN, before the response. */
    removedAfterSetPin: z.boolean(),
    /** The key answers nothing. */
    silent: z.boolean(),
    /** Delay of every response, in milliseconds. */
    slow: z.number().int().nonnegative(),
    /** The map keys of every response are in the reverse of the canonical order. */
    unsortedCbor: z.boolean(),
    /** getInfo reports a firmware version and vendor commands of 64 bits. */
    wideInfo: z.boolean(),
    /** The key sends no keep-alives while a request runs. */
    noKeepAlives: z.boolean(),
    /** The keep-alive status is `processing` even while the key waits for a touch. */
    touchUnsaid: z.boolean(),
    /** The key cannot blink, and reports that. */
    noWink: z.boolean(),
    /** The answer to a wrong PIN is PIN_AUTH_INVALID. */
    wrongPinIsAuthInvalid: z.boolean(),
    /** Lists of credential management have a total that is one too high. */
    totalTooHigh: z.boolean(),
    /** Lists of credential management have no total. */
    totalMissing: z.boolean(),
    /** Names of users are null in these lists. */
    nullNames: z.boolean(),
    /** A CTAP2 command byte that returns a status byte and does nothing. */
    statusOnCommand: z.object({ command: z.number().int(), status: z.number().int() }),
  })
  .partial();
export type Faults = z.infer<typeof faultSchema>;

import { z } from 'zod';

const MOST_KEEPALIVES = 10_000;

/**
 * Misbehavior on demand, each seen in some key of the field. All are off until set; a switch stays on until it is
 * cleared.
 */
export const faultSchema = z
  .strictObject({
    /** Answers go to a channel nobody has. */
    wrongChannel: z.boolean(),
    /** The second report of a long answer is lost. */
    droppedReport: z.boolean(),
    /** The last report of a long answer has the number of the one before. */
    wrongSequence: z.boolean(),
    /** An answer says that it is longer than any message can be. */
    longReply: z.boolean(),
    /** So many keep-alives go before every answer. */
    keepAliveFlood: z.number().int().nonnegative().max(MOST_KEEPALIVES),
    /** A request that was cancelled is answered only when the next one comes. */
    staleReply: z.boolean(),
    truncatedCbor: z.boolean(),
    duplicateCborKey: z.boolean(),
    badAttestationSignature: z.boolean(),
    badAssertionSignature: z.boolean(),
    /** Signatures have a needless zero byte before their first number. */
    paddedSignature: z.boolean(),
    /** The attestation statement names this COSE algorithm. */
    attestationAlgorithm: z.number().int(),
    /** The attestation statement has this format; getInfo does not tell. */
    attestationFormat: z.string(),
    /** What getInfo tells of attestation formats. */
    attestationFormats: z.array(z.string()),
    wrongRpIdHash: z.boolean(),
    wrongAaguid: z.boolean(),
    /** The flag of user presence is never set, though the key was touched. */
    withoutPresence: z.boolean(),
    /** The flag of user verification is never set, though the PIN was right. */
    withoutVerification: z.boolean(),
    /** makeCredential makes an ES256 credential whatever algorithms were asked for. */
    ignoresAlgorithms: z.boolean(),
    /** credProtect is ignored: every credential has level 1, and no output tells a level. */
    ignoresCredProtect: z.boolean(),
    keyFull: z.boolean(),
    /** As after eight wrong PINs: none is looked at any more. */
    blockedPin: z.boolean(),
    /**
     * What follows a touch that nobody gives: OPERATION_DENIED as CTAP 2.3 has it for makeCredential and getAssertion
     * (6.1.2, 6.2.2), or ACTION_TIMEOUT. Without it USER_ACTION_TIMEOUT.
     */
    expiredTouch: z.enum(['denied', 'action-timeout']),
    /** The PIN makes and uses no credential: only a finger does (CTAP 2.3, 6.4: noMcGaPermissionsWithClientPin). */
    noMcGaPermissionsWithClientPin: z.boolean(),
    /** Every request finds another channel in a transaction. */
    busy: z.boolean(),
    /** A key from before FIDO2: CTAPHID without CBOR. */
    u2fOnly: z.boolean(),
    /** The power goes after the first report of makeCredential's answer. */
    removedInMidMessage: z.boolean(),
    /** A getAssertion with `up: false` is refused, or waits for a touch as if it had been asked for one. */
    silentAssertion: z.enum(['refused', 'wants-touch']),
    /** So many new PINs are refused by a rule that the key does not tell. */
    pinRefusals: z.number().int().nonnegative(),
    /** The power goes after a PIN was stored, before the answer. */
    removedAfterSetPin: z.boolean(),
    /** Nothing is answered at all. */
    silent: z.boolean(),
    /** Every answer takes so many milliseconds. */
    slow: z.number().int().nonnegative(),
    /** The map keys of every answer come in the reverse of the canonical order. */
    unsortedCbor: z.boolean(),
    /** getInfo tells a firmware version and vendor commands that take all of 64 bits. */
    wideInfo: z.boolean(),
    /** Nothing is sent while a request runs. */
    noKeepAlives: z.boolean(),
    /** The keep-alive status is `processing` also while a touch is waited for. */
    touchUnsaid: z.boolean(),
    /** The key cannot blink, and says so. */
    noWink: z.boolean(),
    /** A wrong PIN is answered with PIN_AUTH_INVALID. */
    wrongPinIsAuthInvalid: z.boolean(),
    /** Lists of credential management come with a total that is one too high. */
    totalTooHigh: z.boolean(),
    /** They come without a total. */
    totalMissing: z.boolean(),
    /** Names of users are null in these lists. */
    nullNames: z.boolean(),
    /** A CTAP2 command byte that answers with a status byte and does nothing. */
    statusOnCommand: z.object({ command: z.number().int(), status: z.number().int() }),
  })
  .partial();
export type Faults = z.infer<typeof faultSchema>;

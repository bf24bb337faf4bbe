import { z } from 'zod';

/**
 * Misbehaviour on demand, each seen in some key of the field. All are off until set; a switch stays on until it is
 * cleared.
 */
export const faultSchema = z
  .strictObject({
    /** Answers go to a channel nobody has. */
    wrongChannel: z.boolean(),
    /** The second report of a long answer is lost. */
    droppedReport: z.boolean(),
    truncatedCbor: z.boolean(),
    duplicateCborKey: z.boolean(),
    badAttestationSignature: z.boolean(),
    badAssertionSignature: z.boolean(),
    wrongRpIdHash: z.boolean(),
    wrongAaguid: z.boolean(),
    keyFull: z.boolean(),
    /** Every request finds another channel in a transaction. */
    busy: z.boolean(),
    /** A key from before FIDO2: CTAPHID without CBOR. */
    u2fOnly: z.boolean(),
    /** The power goes after the first report of makeCredential's answer. */
    removedInMidMessage: z.boolean(),
    /** Nothing is answered at all. */
    silent: z.boolean(),
    /** Every answer takes so many milliseconds. */
    slow: z.number().int().nonnegative(),
    /** A CTAP2 command byte that answers with a status byte and does nothing. */
    statusOnCommand: z.object({ command: z.number().int(), status: z.number().int() }),
  })
  .partial();
export type Faults = z.infer<typeof faultSchema>;

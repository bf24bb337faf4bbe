import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base, nothing } from '../procedure.ts';
import { reference } from '../text/pasted.ts';
import {
  activationCodeSchema,
  activationEventSchema,
  activationStateSchema,
  codeEntrySchema,
  codePartSchema,
  madeCodeSchema,
  newCodeSchema,
  newCodesSchema,
  pinAnswerSchema,
  provenUserSchema,
  userSignInEventSchema,
  userSignInRequestSchema,
} from './schema.ts';

const sittingRef = z.object({ sitting: z.string().min(1).max(128) });

/** Procedures of an activation station, and those by which staff support it. */
export const activationContract = {
  state: base.output(activationStateSchema),
  /** A user signs in with their own account, in a separate browser window. An abort closes the window. */
  signIn: base.input(userSignInRequestSchema).output(eventIterator(userSignInEventSchema)),
  enterCode: base.input(codeEntrySchema).output(provenUserSchema),
  /** Activates a key for the user of the sitting. After an abort no further step begins. */
  run: base.input(sittingRef).output(eventIterator(activationEventSchema)),
  answerPin: base.input(pinAnswerSchema).output(nothing),
  leave: base.input(sittingRef).output(nothing),
  codes: {
    /** The output contains the code, which is never shown again. Withdraws the user's earlier codes. */
    make: base.input(newCodeSchema).output(madeCodeSchema),
    /**
     * Creates codes for many users, for a list to print. Each code is an entry of the activity log, and is never shown again. After an abort,
     * users without a code keep their earlier one.
     */
    makeMany: base.input(newCodesSchema).output(eventIterator(codePartSchema)),
    list: base.output(z.array(activationCodeSchema)),
    withdraw: base.input(z.object({ id: reference(64) })).output(activationCodeSchema),
  },
};

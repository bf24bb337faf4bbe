import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base, nothing } from '../procedure.ts';
import { pasted } from '../text/pasted.ts';
import {
  activationCodeSchema,
  activationEventSchema,
  activationStateSchema,
  codeEntrySchema,
  madeCodeSchema,
  newCodeSchema,
  pinAnswerSchema,
  provenUserSchema,
  userSignInEventSchema,
  userSignInRequestSchema,
} from './schema.ts';

const sittingRef = z.object({ sitting: z.string().min(1).max(128) });

/** What users do at a station, and what staff do for them. */
export const activationContract = {
  state: base.output(activationStateSchema),
  /** A user signs in as themselves, in a browser window of its own; aborted, the window is closed. */
  signIn: base.input(userSignInRequestSchema).output(eventIterator(userSignInEventSchema)),
  enterCode: base.input(codeEntrySchema).output(provenUserSchema),
  /** Activates a key for the user of the sitting. After an abort no further step begins. */
  run: base.input(sittingRef).output(eventIterator(activationEventSchema)),
  answerPin: base.input(pinAnswerSchema).output(nothing),
  leave: base.input(sittingRef).output(nothing),
  codes: {
    /** The code is in the answer, and told this once. The user's earlier ones are withdrawn. */
    make: base.input(newCodeSchema).output(madeCodeSchema),
    list: base.output(z.array(activationCodeSchema)),
    withdraw: base.input(z.object({ id: pasted(64) })).output(activationCodeSchema),
  },
};

import { z } from 'zod';
import { base, nothing, userRef } from '../procedure.ts';
import { reference } from '../text/pasted.ts';
import { passkeySchema } from '../users/schema.ts';
import { passkeyReviewRequestSchema, passkeyReviewSchema } from './review.ts';

/** The passkeys of one user. */
export const passkeysContract = {
  list: base.input(z.object({ user: userRef })).output(z.array(passkeySchema)),
  /** The passkeys compared with Keydesk's own records. If Entra cannot be reached, returns the stored list. */
  review: base.input(passkeyReviewRequestSchema).output(passkeyReviewSchema),
  delete: base
    .input(
      z.object({ user: userRef, id: reference(2048).refine(id => !/^\.+$/.test(id), 'no passkey has such an id') }),
    )
    .output(nothing),
};

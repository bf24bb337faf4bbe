import { z } from 'zod';
import { base, userRef } from '../procedure.ts';
import { pastedOrEmpty } from '../text/pasted.ts';
import { userPageSchema, userSchema } from './schema.ts';

/** Users from Microsoft Graph. */
export const usersContract = {
  search: base
    .input(z.object({ query: pastedOrEmpty(256), next: z.string().max(8192).optional() }))
    .output(userPageSchema),
  get: base.input(z.object({ user: userRef })).output(userSchema),
};

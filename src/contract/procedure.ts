import { oc } from '@orpc/contract';
import { z } from 'zod';
import { failureSchema } from './errors/failure.ts';
import { reference } from './text/pasted.ts';

/** Every procedure fails with this one typed error. Its data is the whole failure. */
export const base = oc.errors({ KEYDESK: { status: 400, data: failureSchema } });

export const nothing = z.void();

/** A user by id or user name. */
export const userRef = reference(512);

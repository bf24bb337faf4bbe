import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { failureSchema } from '../errors/failure.ts';
import { base, nothing } from '../procedure.ts';
import {
  configChangeSchema,
  credentialDeletionSchema,
  credentialListSchema,
  credentialRefSchema,
  fingerprintEnrollSchema,
  fingerprintEventSchema,
  fingerprintNameSchema,
  fingerprintRefSchema,
  fingerprintSchema,
  keyChoiceEventSchema,
  keyPinSchema,
  keyRefSchema,
  pinChangeSchema,
  resetEventSchema,
  resetRequestSchema,
} from './management.ts';
import { keyDetailsSchema, keySummarySchema } from './schema.ts';

/** The plugged-in keys and what can be done with them. */
export const keysContract = {
  /** The whole list of plugged-in keys, at once and after every change. */
  watch: base.output(eventIterator(z.array(keySummarySchema))),
  /** Why keys of some kind cannot be listed now; empty where all is well. At once and after every change. */
  problems: base.output(eventIterator(z.array(failureSchema))),
  /** Lets a person choose among several keys by touching one; aborted, no key waits any longer. */
  chooseByTouch: base.output(eventIterator(keyChoiceEventSchema)),
  info: base.input(keyRefSchema).output(keyDetailsSchema),
  wink: base.input(keyRefSchema).output(nothing),
  /** Sets the first PIN of a key. */
  setPin: base.input(keyPinSchema).output(nothing),
  changePin: base.input(pinChangeSchema).output(nothing),
  configure: base.input(configChangeSchema).output(keyDetailsSchema),
  credentials: {
    list: base.input(keyPinSchema).output(credentialListSchema),
    delete: base.input(credentialRefSchema).output(credentialDeletionSchema),
  },
  fingerprints: {
    list: base.input(keyPinSchema).output(z.array(fingerprintSchema)),
    /** Ends when the finger is known; aborted, it leaves nothing on the key. */
    enroll: base.input(fingerprintEnrollSchema).output(eventIterator(fingerprintEventSchema)),
    rename: base.input(fingerprintNameSchema).output(nothing),
    remove: base.input(fingerprintRefSchema).output(nothing),
  },
  /** Erases a key; aborted before the touch, nothing happened. */
  reset: base.input(resetRequestSchema).output(eventIterator(resetEventSchema)),
};

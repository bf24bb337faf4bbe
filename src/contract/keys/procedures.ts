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

/** The plugged-in keys and their settings. */
export const keysContract = {
  /** The whole list of plugged-in keys, immediately and after every change. */
  watch: base.output(eventIterator(z.array(keySummarySchema))),
  /** Why keys of some kind cannot be listed now; empty if they can. Immediately and after every change. */
  problems: base.output(eventIterator(z.array(failureSchema))),
  /** A person chooses one of several keys by touch. After an abort, no key waits for a touch. */
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
    /** Ends when the finger is enrolled. If aborted, nothing stays on the key. */
    enroll: base.input(fingerprintEnrollSchema).output(eventIterator(fingerprintEventSchema)),
    rename: base.input(fingerprintNameSchema).output(nothing),
    remove: base.input(fingerprintRefSchema).output(nothing),
  },
  /** Erases a key. If aborted before the touch, the key does not change. */
  reset: base.input(resetRequestSchema).output(eventIterator(resetEventSchema)),
};

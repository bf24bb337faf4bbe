import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base, nothing } from '../procedure.ts';
import { enrollmentPlanSchema } from '../profiles/schema.ts';
import { reference } from '../text/pasted.ts';
import { beginFinishSchema, beginRequestSchema, runSchema } from './runs.ts';
import { enrollmentEventSchema, enrollmentRequestSchema, finishRequestSchema, unfinishedSchema } from './schema.ts';

/** Enrollment: creates a passkey on a key and registers it. */
export const enrollmentContract = {
  start: base.input(enrollmentRequestSchema).output(eventIterator(enrollmentEventSchema)),
  /** Returns what `start` would do, and everything that would be refused. Writes nothing to the key or to Entra. */
  plan: base.input(enrollmentRequestSchema).output(enrollmentPlanSchema),
  /** Begins an enrollment that runs in the core and appears in `runs`. Closing a stream does not end it. */
  begin: base.input(beginRequestSchema).output(nothing),
  /** Begins to finish an unfinished enrollment in the same way. */
  beginFinish: base.input(beginFinishSchema).output(nothing),
  /** The enrollments of the core, live: those that run, and those whose end was not dismissed yet. */
  runs: base.output(eventIterator(z.array(runSchema))),
  /**
   * Returns the random PIN of an enrollment that has ended. The core keeps the PIN until `pinSeen`, so that it is not
   * lost if the connection fails before the answer arrives.
   */
  showPin: base.input(z.object({ enrollmentId: z.string() })).output(z.object({ pin: z.string() })),
  /** Confirms that a person has seen the random PIN. The core deletes it. */
  pinSeen: base.input(z.object({ enrollmentId: z.string() })).output(nothing),
  /** Removes an enrollment that has ended from the list. Deletes its PIN. */
  dismiss: base.input(z.object({ enrollmentId: z.string() })).output(nothing),
  /** Answers a `pin` or `new-pin` interaction of a running enrollment. */
  answerPin: base.input(z.object({ enrollmentId: z.string(), pin: z.string().max(256) })).output(nothing),
  /** Uses the PIN instead of the finger that a `fingerprint` interaction asks for. */
  preferPin: base.input(z.object({ enrollmentId: z.string() })).output(nothing),
  cancel: base.input(z.object({ enrollmentId: z.string() })).output(nothing),
  unfinished: base.output(z.array(unfinishedSchema)),
  /**
   * Tries to finish or clean up every unfinished enrollment that is not running. Returns those that are still
   * unfinished.
   */
  recover: base.output(z.array(unfinishedSchema)),
  /**
   * Finishes one unfinished enrollment with its key: registers the credential while the challenge is valid, finds the
   * registration, proves the passkey, or deletes a credential that Entra never accepted.
   */
  finish: base.input(finishRequestSchema).output(eventIterator(enrollmentEventSchema)),
  /** A person decides that an entry is settled, and Keydesk deletes it. Key and Entra do not change. */
  discard: base.input(z.object({ enrollmentId: reference(64) })).output(z.array(unfinishedSchema)),
};

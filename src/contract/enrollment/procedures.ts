import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base, nothing } from '../procedure.ts';
import { pasted } from '../text/pasted.ts';
import { beginFinishSchema, beginRequestSchema, runSchema } from './runs.ts';
import { enrollmentEventSchema, enrollmentRequestSchema, finishRequestSchema, unfinishedSchema } from './schema.ts';

/** A blank key becomes a passkey. */
export const enrollmentContract = {
  start: base.input(enrollmentRequestSchema).output(eventIterator(enrollmentEventSchema)),
  /** Begins an enrollment that belongs to the core, and is seen in `runs`; leaving any stream does not end it. */
  begin: base.input(beginRequestSchema).output(nothing),
  /** Begins to finish an unfinished enrollment, likewise. */
  beginFinish: base.input(beginFinishSchema).output(nothing),
  /** The enrollments that belong to the core, live: those that run, and those whose end was not dismissed yet. */
  runs: base.output(eventIterator(z.array(runSchema))),
  /**
   * Returns the random PIN of an enrollment that has ended. It can be asked for until `pinSeen` makes the core forget it, so that an
   * answer that is lost with its connection does not lose the PIN.
   */
  showPin: base.input(z.object({ enrollmentId: z.string() })).output(z.object({ pin: z.string() })),
  /** A person has seen the random PIN: the core forgets it. */
  pinSeen: base.input(z.object({ enrollmentId: z.string() })).output(nothing),
  /** Takes an enrollment that has ended off the list. Forgets its PIN. */
  dismiss: base.input(z.object({ enrollmentId: z.string() })).output(nothing),
  /** Answers a `pin` or `new-pin` interaction of a running enrollment. */
  answerPin: base.input(z.object({ enrollmentId: z.string(), pin: z.string().max(256) })).output(nothing),
  /** The PIN instead of the finger that a `fingerprint` interaction asks for. */
  preferPin: base.input(z.object({ enrollmentId: z.string() })).output(nothing),
  cancel: base.input(z.object({ enrollmentId: z.string() })).output(nothing),
  unfinished: base.output(z.array(unfinishedSchema)),
  /** Tries to finish or clean up every unfinished enrollment that no running one owns; gives what is still unfinished. */
  recover: base.output(z.array(unfinishedSchema)),
  /**
   * Finishes one unfinished enrollment with its key: registers it while the challenge lives, finds the registration, proves the
   * passkey, or removes a credential that Entra never took.
   */
  finish: base.input(finishRequestSchema).output(eventIterator(enrollmentEventSchema)),
  /** A person decides that an entry is settled: Keydesk forgets it. Key and Entra stay as they are. */
  discard: base.input(z.object({ enrollmentId: pasted(64) })).output(z.array(unfinishedSchema)),
};

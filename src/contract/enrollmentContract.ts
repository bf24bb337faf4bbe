import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { enrollmentEventSchema, enrollmentRequestSchema, finishRequestSchema, unfinishedSchema } from './enrollment.ts';
import { pasted } from './pasted.ts';
import { base, nothing } from './procedure.ts';

/** A blank key becomes a passkey. */
export const enrollmentContract = {
  start: base.input(enrollmentRequestSchema).output(eventIterator(enrollmentEventSchema)),
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

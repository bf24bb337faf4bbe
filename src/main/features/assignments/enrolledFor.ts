import { z } from 'zod';
import type { Documents } from '../../base/store/documents.ts';
import type { EnrolledFor } from '../enrollment/observer.ts';

const enrolledForSchema = z.object({
  displayName: z.string(),
  serial: z.string().optional(),
  product: z.string().optional(),
});

export type KnownEnrolledFor = z.infer<typeof enrolledForSchema>;

/**
 * Keeps the names of the user and the key of an enrollment on this desk until its passkey is on record. The journal does not have them, and the assignment has them only when a
 * shared record could be reached.
 */
export interface EnrolledForNotes {
  /** Never rejects: an enrollment goes on without them. */
  keep(enrollmentId: string, whom: EnrolledFor): Promise<void>;
  /** Returns undefined if they are not known, or not any more. */
  read(enrollmentId: string): Promise<KnownEnrolledFor | undefined>;
  /** Never rejects. Pruning deletes what is left. */
  forget(enrollmentId: string): Promise<void>;
}

export function enrolledForNotes(
  documents: Pick<Documents, 'keep' | 'peek' | 'forget'>,
  log: (message: string) => void,
): EnrolledForNotes {
  const nameOf = (enrollmentId: string) => `enrollment ${enrollmentId}`;
  const logged = (id: string) => (error: unknown) => log(`names of enrollment ${id}: ${String(error)}`);
  return {
    keep: async (id, whom) => void (await documents.keep({ name: nameOf(id) }, whom).catch(logged(id))),
    read: async id => (await documents.peek({ name: nameOf(id), schema: enrolledForSchema }))?.value,
    forget: id => documents.forget(nameOf(id)).catch(logged(id)),
  };
}

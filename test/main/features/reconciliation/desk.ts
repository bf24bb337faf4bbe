import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { vi } from 'vitest';
import type { EnrollmentResult } from '../../../../src/contract/enrollment/schema.ts';
import { type Desk, enrollAt, openDesk, PIN } from '../enrollment/desk.ts';

/** Opens a desk whose user has one passkey, made here. */
export async function openMadeDesk(): Promise<{ desk: Desk; made: EnrollmentResult }> {
  const desk = await openDesk();
  const { result } = await enrollAt(desk, { pin: { kind: 'given', pin: PIN } });
  if (result === undefined) throw new Error('the passkey was not made');
  // A list waits until the end of the enrollment is written.
  await desk.client.assignments.list({});
  return { desk, made: result };
}

/** Writes to the record. Waits while the core writes, which it could not end if this thread were blocked. */
export async function writeRecord({ folder }: Pick<Desk, 'folder'>, statements: string): Promise<void> {
  const database = new DatabaseSync(join(folder, 'keydesk.db'));
  try {
    await vi.waitFor(() => database.exec(`BEGIN IMMEDIATE; ${statements}; COMMIT`), { timeout: 5000 });
  } finally {
    database.close();
  }
}

/** Makes all passkeys older than the lag of Entra's reads. */
export function ageAssignments(desk: Pick<Desk, 'folder'>): Promise<void> {
  const old = "'2026-01-01T00:00:00.000Z'";
  return writeRecord(desk, `UPDATE assignment SET activated_at = ${old}, updated_at = ${old}`);
}

/** Imports the changes of the directory. */
export async function importChanges({ client }: Pick<Desk, 'client'>): Promise<void> {
  for await (const _ of await client.directory.import({ full: false })) {
    // Until it ends.
  }
}

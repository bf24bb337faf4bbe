import type { Assignment, AssignmentExport } from '../../contract/assignments.ts';
import { reasonWords } from '../../contract/assignmentWords.ts';
import { exportRows } from '../exportRows.ts';
import type { Assignments } from './assignments.ts';

const CHUNK = 1000;

const columns: Readonly<Record<string, (assignment: Assignment) => string | boolean | null>> = {
  userPrincipalName: ({ user }) => user.userPrincipalName,
  displayName: ({ user }) => user.displayName,
  purpose: ({ purpose }) => purpose,
  state: ({ state }) => state,
  reason: reasonWords,
  code: ({ failure }) => failure?.code ?? null,
  source: ({ source }) => source,
  workflow: ({ workflow }) => workflow?.name ?? null,
  group: ({ group }) => group?.name ?? null,
  passkey: ({ passkeyName }) => passkeyName,
  keyProduct: ({ key }) => key?.product ?? null,
  keySerial: ({ key }) => key?.serial ?? null,
  keyAaguid: ({ key }) => key?.aaguid ?? null,
  methodId: ({ methodId }) => methodId,
  deletionDue: ({ deletion }) => deletion?.done === false,
  createdAt: ({ createdAt }) => createdAt,
  activatedAt: ({ activatedAt }) => activatedAt,
  updatedAt: ({ updatedAt }) => updatedAt,
  expiresAt: ({ expiresAt }) => expiresAt,
  userId: ({ user }) => user.id,
  id: ({ id }) => id,
};

/** What a filter lets through, as CSV with a head line or as one JSON array, in parts. */
export function exportAssignments(
  assignments: Pick<Assignments, 'list'>,
  { filter, format }: AssignmentExport,
): AsyncGenerator<string> {
  return exportRows(format, columns, async offset => {
    const page = await assignments.list({ ...filter, offset, limit: CHUNK });
    return page.assignments;
  });
}

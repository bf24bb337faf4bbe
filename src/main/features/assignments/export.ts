import type { Assignment, AssignmentExport } from '../../../contract/assignments/schema.ts';
import { reasonWords } from '../../../contract/assignments/words.ts';
import { exportRows } from '../../base/report/exportRows.ts';
import { type OptionalDirectory, optionalDirectory } from '../directory/optional.ts';
import type { Assignments } from './assignments.ts';
import { allOf } from './query.ts';

const columns: Readonly<Record<string, (assignment: Assignment) => string | boolean | null>> = {
  userPrincipalName: ({ user }) => user.userPrincipalName,
  displayName: ({ user }) => user.displayName,
  purpose: ({ purpose }) => purpose,
  state: ({ state }) => state,
  // An exported file is in English, whatever the language of the person who exports it.
  reason: assignment => reasonWords(assignment, 'en'),
  code: ({ failure }) => failure?.code ?? null,
  account: ({ account }) => account,
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
  tenant: ({ tenant }) => tenant,
  id: ({ id }) => id,
};

export interface ExportParts {
  readonly assignments: Pick<Assignments, 'snapshot'>;
  readonly imported: OptionalDirectory;
  readonly tenant: string;
}

/** Exports the filtered assignments at one moment, in parts: as CSV with a header line, as one JSON array, or as a PDF report in base64. */
export async function* exportAssignments(
  { assignments, imported, tenant }: ExportParts,
  { filter, format, language }: AssignmentExport,
): AsyncGenerator<string> {
  const found = await assignments.snapshot(filter);
  try {
    if (format === 'pdf') {
      // Loaded only if needed: its libraries and fonts are large.
      const { assignmentReport } = await import('./report.ts');
      const known = optionalDirectory(imported, () => undefined);
      const { usersAt } = await known.state();
      const group = filter.group === undefined ? undefined : (await known.group(filter.group))?.displayName;
      yield* assignmentReport(found, { language, tenant, filter, group, at: new Date(), importedAt: usersAt });
    } else yield* exportRows(format, columns, allOf(found));
  } finally {
    found.close();
  }
}

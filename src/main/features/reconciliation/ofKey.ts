import type { Assignment } from '../../../contract/assignments/schema.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import type { CredentialList } from '../../../contract/keys/management.ts';
import type { ReconciledDifference, ReconcileRequest } from '../../../contract/reconciliation/schema.ts';
import type { Passkey } from '../../../contract/users/schema.ts';
import type { ReconciliationContext } from './context.ts';
import { ofAssignment } from './ofUser.ts';

/** The RP ID of Microsoft's sign-in (graph.md, 2). */
const MICROSOFT = 'login.microsoft.com';
/** Maximum number of assignments of one key that are compared. */
const MOST = 200;

type KeyRequest = NonNullable<ReconcileRequest['key']>;
type Credential = CredentialList['credentials'][number];

/**
 * Compares what a plugged-in key holds with the assignments on it and with Entra. Reads the key with its PIN.
 * @throws KeydeskError pin-…, key-…, graph-…
 */
export async function compareKey(
  context: ReconciliationContext,
  { keyId, pin }: KeyRequest,
  signal: AbortSignal | undefined,
): Promise<ReconciledDifference[]> {
  const { keys, inventory, assignments, keyManagement } = context;
  const { id, summary } = await keys.use(
    keyId,
    async key => ({ id: (await inventory.idOf(key)) ?? null, summary: key.summary }),
    signal,
  );
  const { credentials } = await keyManagement.credentials({ keyId: summary.id, pin });
  const key = { id, product: summary.product ?? null, serial: summary.serial ?? null };
  const own = id === null ? [] : (await assignments.list({ key: id, states: ['active'], limit: MOST })).assignments;
  const gone = own.filter(
    ({ credentialId }) => credentialId !== null && !credentials.some(on => on.id === credentialId),
  );
  const here = credentials.filter(({ rpId }) => rpId === MICROSOFT);
  const unlisted: ReconciledDifference[] = [];
  for (const credential of here) {
    if (await isListed(context, credential, own, signal)) continue;
    unlisted.push(onlyOnKey(credential, key, await userOf(context, credential, own)));
  }
  return [
    ...gone.map(assignment =>
      ofAssignment('not-on-key', ['delete-in-entra', 'mark-key-lost'], assignment.user, assignment),
    ),
    ...unlisted,
  ];
}

/** Returns whether Entra lists a credential for its user. A credential whose user is unknown here may be of another tenant. */
async function isListed(
  context: ReconciliationContext,
  { id, userName }: Credential,
  own: readonly Assignment[],
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const assignment = own.find(({ credentialId }) => credentialId === id);
  const user = assignment?.user.id ?? userName;
  if (user === undefined) return true;
  let passkeys: Passkey[];
  try {
    passkeys = await context.directory.passkeys(user, signal);
  } catch (error) {
    if (hasCode(error, 'user-not-found')) return true;
    throw error;
  }
  return passkeys.some(({ credentialId }) => credentialId === id);
}

async function userOf(
  { directory }: ReconciliationContext,
  { id, userName }: Credential,
  own: readonly Assignment[],
): Promise<ReconciledDifference['user']> {
  const known = own.find(({ credentialId }) => credentialId === id)?.user;
  if (known !== undefined || userName === undefined) return known ?? null;
  const user = await directory.get(userName);
  return { id: user.id, userPrincipalName: user.userPrincipalName, displayName: user.displayName };
}

function onlyOnKey(
  { id }: Credential,
  key: NonNullable<ReconciledDifference['key']>,
  user: ReconciledDifference['user'],
): ReconciledDifference {
  return {
    kind: 'only-on-key',
    mends: ['delete-on-key'],
    user,
    key,
    credentialId: id,
    methodId: null,
    name: null,
    assignmentId: null,
    createdAt: null,
  };
}

import type { Assignment } from '../../../contract/assignments/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, hasCode, toFailure } from '../../../contract/errors/failure.ts';
import type { CredentialList } from '../../../contract/keys/management.ts';
import type {
  ReconciledDifference,
  ReconciledKey,
  ReconciledPasskey,
  ReconciledUser,
  ReconcileRequest,
  UnreadUser,
} from '../../../contract/reconciliation/schema.ts';
import type { Passkey } from '../../../contract/users/schema.ts';
import type { ReconciliationContext } from './context.ts';
import { differenceOf, isOf, maybeLate } from './difference.ts';
import { type Compared, rowOf } from './ofUser.ts';

/** The RP ID of Microsoft's sign-in (graph.md, 2). */
const MICROSOFT = 'login.microsoft.com';
/** Maximum number of assignments of one key that are compared. */
const MOST = 200;

type KeyRequest = NonNullable<ReconcileRequest['key']>;
type Credential = CredentialList['credentials'][number];

/** What a key holds, and what was found about it. */
export interface ComparedKey extends Compared {
  readonly unread: UnreadUser[];
  readonly users: number;
  readonly keyInconsistent: boolean;
  /** Whether neither the inventory knows the key nor a Microsoft passkey is on it. */
  readonly keyUnknown: boolean;
  /** The id of the plugged-in key. */
  readonly keyId: string;
}

/**
 * Compares what a plugged-in key holds with the assignments on it and with Entra. Reads the key with its PIN.
 * @throws KeydeskError pin-…, key-…
 */
export async function compareKey(
  context: ReconciliationContext,
  { keyId, pin, expected }: KeyRequest,
  signal: AbortSignal | undefined,
): Promise<ComparedKey> {
  const { keys, inventory, keyManagement } = context;
  const opened = await keys.use(
    keyId,
    async key => ({ known: await inventory.idOf(key), summary: key.summary }),
    signal,
  );
  const { known: recognized, summary } = opened;
  // A key that shows none of its passkeys counts as another key, but it may have been erased elsewhere.
  const id = recognized ?? (await inventory.namesakeOf(summary)) ?? null;
  if (expected !== undefined && id !== expected)
    throw new KeydeskError('key-other', { serial: summary.serial ?? null });
  const { credentials, inconsistent } = await keyManagement.credentials({ keyId: summary.id, pin });
  // An unreadable name is no doubt about the credentials.
  const doubtful = inconsistent.some(oddity => oddity !== 'name-unreadable');
  const here = credentials.filter(({ rpId }) => rpId === MICROSOFT);
  const known = await recordsOf(context, id, here);
  const lists = userLists(context, signal);
  const key = { id, product: summary.product ?? null, serial: summary.serial ?? null };
  const passkeys: ReconciledPasskey[] = [];
  const differences: ReconciledDifference[] = [];
  for (const credential of here) {
    // A key may hold passkeys of several tenants. Those of another one are not compared with this one.
    if (known.elsewhere.has(credential.id)) continue;
    const found = await heldPasskey(credential, key, known.own, lists);
    passkeys.push(found.row);
    if (found.difference !== undefined) differences.push(found.difference);
  }
  for (const own of known.own) {
    if (own.state !== 'active' || own.credentialId === null) continue;
    if (here.some(credential => credential.id === own.credentialId)) continue;
    const missing = await missingPasskey(own, lists, { doubtful, recognized: recognized !== undefined });
    passkeys.push(missing.row);
    if (missing.difference !== undefined) differences.push(missing.difference);
  }
  const { users, unread } = lists.read();
  return {
    passkeys,
    differences,
    unread,
    users,
    keyInconsistent: doubtful,
    keyUnknown: id === null && here.length === 0,
    keyId: summary.id,
  };
}

interface Found {
  readonly row: ReconciledPasskey;
  readonly difference?: ReconciledDifference | undefined;
}

/** Compares a credential on the key. */
async function heldPasskey(
  { id, userName, userDisplayName }: Credential,
  key: ReconciledKey,
  own: readonly Assignment[],
  lists: UserLists,
): Promise<Found> {
  const mine = own.filter(({ credentialId }) => credentialId === id);
  const recorded = mine.find(({ state }) => state === 'active') ?? mine[0];
  const user = recorded?.user ?? (await lists.userNamed(userName));
  const list = user === undefined ? undefined : await lists.of(user);
  const passkey = list?.find(({ credentialId }) => credentialId === id);
  const inEntra = list === undefined ? 'unread' : passkey === undefined ? 'no' : 'yes';
  const named = user ?? unknownUser(userName, userDisplayName);
  const base = rowOf(named, passkey, recorded, inEntra);
  const row = {
    ...base,
    user: user ?? null,
    credentialId: id,
    key,
    onKey: 'yes' as const,
    place: 'security-key' as const,
  };
  if (inEntra === 'no')
    return { row, difference: differenceOf('only-on-key', row, !isProvenGone(recorded, lists.now())) };
  if (inEntra === 'yes' && recorded === undefined) return { row, difference: differenceOf('not-recorded', row) };
  return { row };
}

/** Shown for a credential whose user Entra and the import do not know. */
function unknownUser(userName = '', displayName = userName): ReconciledUser {
  return { id: '', userPrincipalName: userName, displayName };
}

/** Returns whether it is proven that Entra does not have a passkey that it does not list. */
function isProvenGone(recorded: Assignment | undefined, now: number): boolean {
  // Nothing is known about the age of a passkey that was made elsewhere.
  if (recorded === undefined) return false;
  return recorded.deletion?.done === true || !maybeLate(recorded.activatedAt, now);
}

/** Compares an active assignment whose credential the key does not list. */
async function missingPasskey(
  own: Assignment,
  lists: UserLists,
  { doubtful, recognized }: { doubtful: boolean; recognized: boolean },
): Promise<Found> {
  const list = await lists.of(own.user);
  const passkey = list?.find(each => isOf(own, each));
  const inEntra = list === undefined ? 'unread' : passkey === undefined ? 'no' : 'yes';
  const onKey = doubtful ? 'unread' : 'no';
  const row = { ...rowOf(own.user, passkey, own, inEntra), onKey } as const;
  // A key that contradicts itself in its list proves nothing.
  if (doubtful) return { row };
  if (inEntra === 'no')
    return { row, difference: differenceOf('not-in-entra', row, maybeLate(own.activatedAt, lists.now())) };
  return { row, difference: differenceOf('not-on-key', row, !recognized) };
}

/** Returns the assignments that are on the key by the record, or have one of its credentials. */
async function recordsOf(
  { assignments, tenant }: ReconciliationContext,
  id: string | null,
  here: readonly Credential[],
): Promise<{ own: readonly Assignment[]; elsewhere: ReadonlySet<string | null> }> {
  const held = await assignments.ofCredentials(here.map(credential => credential.id));
  const onKey = id === null ? [] : (await assignments.list({ key: id, states: ['active'], limit: MOST })).assignments;
  const own = held.filter(each => each.tenant === tenant);
  const ids = new Set(own.map(each => each.id));
  const others = held.filter(each => each.tenant !== tenant).map(({ credentialId }) => credentialId);
  const mine = new Set(own.map(({ credentialId }) => credentialId));
  return {
    own: [...own, ...onKey.filter(each => !ids.has(each.id))],
    elsewhere: new Set(others.filter(credentialId => !mine.has(credentialId))),
  };
}

interface UserLists {
  /** The time of shared rows, in ms since the epoch. */
  readonly now: () => number;
  /** Returns the passkeys of a user in Entra; undefined if they cannot be read. */
  of(user: ReconciledUser): Promise<readonly Passkey[] | undefined>;
  /** Returns the user with the name that a key stores; undefined if Entra does not know it. */
  userNamed(name: string | undefined): Promise<ReconciledUser | undefined>;
  read(): { users: number; unread: UnreadUser[] };
}

/** Reads each user's list once. */
function userLists({ directory, now }: ReconciliationContext, signal: AbortSignal | undefined): UserLists {
  const asked = new Map<string, Promise<readonly Passkey[] | undefined>>();
  const unread = new Map<string, Failure>();
  const note = (name: string, error: unknown) => {
    if (hasCode(error, 'cancelled')) throw error;
    unread.set(name, toFailure(error));
    return undefined;
  };
  return {
    now,
    of: user => {
      const list =
        asked.get(user.id) ?? directory.passkeys(user.id, signal).catch(error => note(user.userPrincipalName, error));
      asked.set(user.id, list);
      return list;
    },
    userNamed: async name => {
      if (name === undefined) return undefined;
      try {
        const { id, userPrincipalName, displayName } = await directory.get(name, signal);
        return { id, userPrincipalName, displayName };
      } catch (error) {
        // A name that a key has cut, or of another tenant.
        return note(name, error);
      }
    },
    read: () => ({
      users: asked.size,
      unread: [...unread].map(([user, error]) => ({ user, error })),
    }),
  };
}

import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import { eachUserText, type Passkey, type User, type UserPage, userSchema } from '../../../contract/users/schema.ts';
import { toBase64url } from '../../../ctap/bytes.ts';
import { type Documents, isYounger } from '../../base/store/documents.ts';
import type { Activity } from '../../services/activity/activity.ts';
import { decodeUrlToken } from '../../services/graph/encoding.ts';
import type { Fido2Method } from '../../services/graph/fido2Methods.ts';
import type { GraphUser } from '../../services/graph/users.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';
import type { ImportedDirectory } from './imported.ts';
import type { PasskeyLists } from './passkeyLists.ts';

/** The users of one tenant in Graph, and their passkeys. A user is named by UPN or object id. */
export interface Directory {
  /** Searches users. @throws KeydeskError graph-page-expired if `next` is of another tenant; graph-… */
  search(query: string, next: string | undefined, signal?: AbortSignal): Promise<UserPage>;
  /** Returns a user from the import, or else from Graph. @throws KeydeskError user-not-found, graph-… */
  get(user: string, signal?: AbortSignal): Promise<User>;
  /** Returns a user as Graph returned them some minutes ago. Asks Graph if the cached answer is older. */
  recent(user: string, signal?: AbortSignal): Promise<User>;
  /** Reads a user from Graph now. @throws KeydeskError user-not-found, graph-… */
  live(user: string, signal?: AbortSignal): Promise<User>;
  /**
   * Reads a user whom a person named. The name may have passed to another account since the import. Then it is unclear which of them the
   * person means, so the difference is reported as an error.
   * @throws KeydeskError user-reassigned, user-renamed, user-not-found, graph-…
   */
  resolve(user: string, signal?: AbortSignal): Promise<User>;
  /** Reads the user's passkeys from Entra. Stores the list if the user is named by object id. @throws KeydeskError graph-… */
  passkeys(user: string, signal?: AbortSignal): Promise<Passkey[]>;
  /** Deletes a passkey in Entra, with an entry in the activity log. @throws KeydeskError passkey-not-found, graph-… */
  deletePasskey(user: string, id: string, signal?: AbortSignal): Promise<void>;
  /** Deletes a passkey in Entra without an entry, for work that writes its own. @throws KeydeskError passkey-not-found, graph-… */
  deleteMethod(user: string, id: string, signal?: AbortSignal): Promise<void>;
}

export interface DirectoryParts {
  readonly tenant: Pick<BoundTenant, 'id' | 'graph'>;
  readonly imported: Pick<ImportedDirectory, 'user'>;
  readonly documents: Documents;
  readonly passkeyLists: Pick<PasskeyLists, 'keep' | 'drop'>;
  readonly activity: Pick<Activity, 'during'>;
}

/** How long a user from Graph is cached, in ms. */
const RECENT = 10 * 60_000;

export function createDirectory({ tenant, imported, documents, passkeyLists, activity }: DirectoryParts): Directory {
  /** A person knows the name of a deleted user, not the object id. */
  const named = (user: string) => async (error: unknown) => {
    if (!isObjectId(user) || !hasCode(error, 'user-not-found')) throw error;
    const known =
      (await imported.user(user)) ?? (await documents.peek({ name: documentOf(user), schema: userSchema }))?.value;
    throw new KeydeskError(
      'user-not-found',
      { ...error.params, user: known?.userPrincipalName ?? user },
      { cause: error },
    );
  };
  const ask = async (user: string, signal?: AbortSignal): Promise<User> => {
    const found = toUser(await tenant.graph().users.get(user, { signal }).catch(named(user)));
    const names = new Set([user, found.id, found.userPrincipalName].map(documentOf));
    await documents.keepUnder([...names], found);
    return found;
  };
  const get: Directory['get'] = async (user, signal) => {
    const known = await imported.user(user);
    return known !== undefined && known.leftAt === null ? known : ask(user, signal);
  };

  /** The cursor contains the tenant, because in one cloud the links of all tenants have the same host. */
  const own = `${tenant.id ?? ''} `;

  const deleteMethod: Directory['deleteMethod'] = async (user, id, signal) => {
    await tenant.graph().fido2Methods.delete(user, id, { signal });
    await passkeyLists.drop(user, id);
  };

  return {
    search: async (query, next, signal) => {
      if (next?.startsWith(own) === false) throw new KeydeskError('graph-page-expired');
      const { users, nextLink } = await tenant
        .graph()
        .users.search(query, { nextLink: next?.slice(own.length), signal });
      return { users: users.map(toUser), ...(nextLink === undefined ? {} : { next: `${own}${nextLink}` }) };
    },
    get,
    recent: async (user, signal) => {
      const kept = await documents.peek({ name: documentOf(user), schema: userSchema });
      return kept !== undefined && isYounger(kept.fetchedAt, Date.now(), RECENT) ? kept.value : get(user, signal);
    },
    live: ask,
    resolve: async (user, signal) => {
      const [found, known] = await Promise.all([ask(user, signal), imported.user(user)]);
      if (known !== undefined && known.leftAt === null) refuseChange(found, known);
      return found;
    },
    passkeys: async (user, signal) => {
      const { methods, lastUsedFrom } = await tenant
        .graph()
        .fido2Methods.listWithUse(user, { signal })
        .catch(named(user));
      const passkeys = methods.map(method => toPasskey(method, lastUsedFrom));
      if (!user.includes('@')) await passkeyLists.keep(user, passkeys);
      return passkeys;
    },
    deleteMethod,
    deletePasskey: (user, id, signal) =>
      activity.during('passkey-deleted', async subject => {
        subject.user = isObjectId(user) ? { id: user } : { userPrincipalName: user };
        subject.facts = { methodId: id };
        // Both run in parallel. The entry has both names, so it is found by either.
        const [deleted, known] = await Promise.allSettled([deleteMethod(user, id, signal), get(user, signal)]);
        if (known.status === 'fulfilled') subject.user = known.value;
        if (deleted.status === 'rejected') throw deleted.reason;
      }),
  };
}

/** Throws if these are two accounts, or one account with two names: then the person may mean another user. */
function refuseChange(found: User, imported: User): void {
  const { userPrincipalName: user, displayName } = found;
  if (found.id !== imported.id) {
    throw new KeydeskError('user-reassigned', { user, displayName, importedDisplayName: imported.displayName });
  }
  if (user.toLowerCase() !== imported.userPrincipalName.toLowerCase()) {
    throw new KeydeskError('user-renamed', { user, importedName: imported.userPrincipalName });
  }
}

function isObjectId(user: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(user);
}

function documentOf(user: string): string {
  return `user/${user.toLowerCase()}`;
}

function toUser(user: GraphUser): User {
  return {
    id: user.id,
    userPrincipalName: user.userPrincipalName,
    displayName: user.displayName ?? user.userPrincipalName,
    ...eachUserText(name => user[name] ?? null),
    accountEnabled: user.accountEnabled ?? true,
    guest: user.userType === 'Guest',
  };
}

/**
 * Returns a method in the contract's shape. Decodes its id to the credential id if it is one.
 * @param lastUsedFrom the version of Graph that returned the last use
 */
export function toPasskey(method: Fido2Method, lastUsedFrom: Passkey['lastUsedFrom'] = null): Passkey {
  const credentialId = decodeUrlToken(method.id);
  return {
    id: method.id,
    displayName: method.displayName ?? '',
    createdDateTime: method.createdDateTime ?? null,
    aaGuid: method.aaGuid?.toLowerCase() ?? null,
    model: method.model ?? null,
    attestationLevel: method.attestationLevel ?? null,
    passkeyType: method.passkeyType ?? null,
    lastUsedDateTime: method.lastUsedDateTime ?? null,
    lastUsedFrom,
    credentialId: credentialId === undefined ? null : toBase64url(credentialId),
  };
}

/** Refuses a guest. @throws KeydeskError user-is-guest: Entra does not let guests hold passkeys of this tenant (graph.md, 3) */
export function refuseGuest(user: User): void {
  if (user.guest) throw new KeydeskError('user-is-guest', { user: user.userPrincipalName });
}

/** Refuses a user who cannot get a passkey later. @throws KeydeskError user-is-guest, user-is-disabled */
export function refuseUser(user: User): void {
  refuseGuest(user);
  if (!user.accountEnabled) throw new KeydeskError('user-is-disabled', { user: user.userPrincipalName });
}

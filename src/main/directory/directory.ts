import { KeydeskError } from '../../contract/errors.ts';
import type { Passkey, User, UserPage } from '../../contract/users.ts';
import { toBase64url } from '../../ctap/bytes.ts';
import type { Connections } from '../connections.ts';
import type { Fido2Method, GraphUser } from '../graph/client.ts';
import { decodeUrlToken } from '../graph/encoding.ts';

/** Users and what Entra holds for them, straight from Graph. A user is named by UPN or object id. */
export interface Directory {
  search(query: string, next: string | undefined, signal?: AbortSignal): Promise<UserPage>;
  get(user: string, signal?: AbortSignal): Promise<User>;
  passkeys(user: string, signal?: AbortSignal): Promise<Passkey[]>;
  deletePasskey(user: string, id: string, signal?: AbortSignal): Promise<void>;
}

export function createDirectory(connections: Connections): Directory {
  return {
    search: async (query, next, signal) => {
      const page = await connections
        .graph()
        .users.search(query, { ...(next ? { nextLink: next } : {}), ...(signal ? { signal } : {}) });
      return { users: page.users.map(toUser), ...(page.nextLink === undefined ? {} : { next: page.nextLink }) };
    },
    get: async (user, signal) => toUser(await connections.graph().users.get(user, signal ? { signal } : {})),
    passkeys: async (user, signal) => {
      const methods = await connections.graph().fido2Methods.list(user, signal ? { signal } : {});
      return methods.map(toPasskey);
    },
    deletePasskey: (user, id, signal) => connections.graph().fido2Methods.delete(user, id, signal ? { signal } : {}),
  };
}

/** @throws KeydeskError user-is-guest: Entra does not let guests hold passkeys of this tenant (graph.md, 3) */
export function refuseGuest(user: User): void {
  if (user.guest) throw new KeydeskError('user-is-guest', { user: user.userPrincipalName });
}

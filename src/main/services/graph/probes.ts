import { z } from 'zod';
import { GROUP_SELECT } from './delta.ts';
import type { Requests } from './requests.ts';
import { USER_SELECT } from './users.ts';

const pageSchema = z.object({ value: z.array(z.unknown()) });

interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** The smallest requests that show whether the sign-in may read a part of Graph. */
export interface ProbeCalls {
  /**
   * Requests the user changes since now with an import's properties. There are none yet.
   * @throws KeydeskError graph-…
   */
  users(options?: CallOptions): Promise<void>;
  /** The same request for groups and their members. */
  groups(options?: CallOptions): Promise<void>;
  /** Requests the report of registered methods. */
  registrations(options?: CallOptions): Promise<void>;
}

export function probeCalls(requests: Requests): ProbeCalls {
  const probe =
    (path: string): ProbeCalls['users'] =>
    async ({ signal } = {}) =>
      void (await requests.send({ path, signal }, pageSchema));
  return {
    users: probe(`/users/delta?$deltatoken=latest&$select=${USER_SELECT}`),
    groups: probe(`/groups/delta?$deltatoken=latest&$select=${GROUP_SELECT}`),
    registrations: probe('/reports/authenticationMethods/userRegistrationDetails?$top=1'),
  };
}

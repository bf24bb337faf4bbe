import { z } from 'zod';
import type { PasskeyPolicy } from '../../../contract/policy/schema.ts';
import type { Documents } from '../../base/store/documents.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';
import type { ImportedDirectory } from '../directory/imported.ts';

type Target = PasskeyPolicy['exclude'][number];

/**
 * Returns the names of the groups and users in a policy, by id. Leaves out those without a known name. `ask` allows requests to Microsoft
 * Graph.
 */
export type NameTargets = (targets: readonly Target[], options: { ask: boolean }) => Promise<Record<string, string>>;

/** How long a group's name is cached, in ms. Names rarely change. */
const NAME_AGE = 24 * 60 * 60_000;
/** Maximum number of groups that Graph is asked for. */
const MOST = 50;

/** Returns a function that reads names from the import first, and asks Graph for the rest. */
export function nameTargets(
  tenant: Pick<BoundTenant, 'graph'>,
  imported: Pick<ImportedDirectory, 'group' | 'user'>,
  documents: Documents,
): NameTargets {
  const groupName = async (id: string, ask: boolean): Promise<string | undefined> => {
    const known = (await imported.group(id))?.displayName;
    if (known) return known;
    const document = {
      name: `group-name/${id}`,
      schema: z.string(),
      fetch: (signal: AbortSignal) => tenant.graph().memberships.groupName(id, { signal }),
    };
    return ask ? (await documents.get(document, NAME_AGE)).value : (await documents.peek(document))?.value;
  };
  const nameOf = async ({ kind, id }: Target, ask: boolean): Promise<string | undefined> => {
    try {
      if (kind === 'group') return await groupName(id, ask);
      return kind === 'user' ? (await imported.user(id))?.userPrincipalName : undefined;
    } catch {
      // A verdict does not wait for a name, because the id is enough.
      return undefined;
    }
  };
  return async (targets, { ask }) => {
    const named = await Promise.all(
      targets.slice(0, MOST).map(async target => [target.id, await nameOf(target, ask)] as const),
    );
    return Object.fromEntries(named.flatMap(([id, name]) => (name === undefined ? [] : [[id, name]])));
  };
}

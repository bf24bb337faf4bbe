import type { PasskeyPolicy } from '../../../contract/policy/schema.ts';
import type { JudgedUser, PolicyContext } from './context.ts';
import { evaluate } from './evaluate.ts';
import { isAboutGroups, situationIn } from './situation.ts';

/** Returns which of these users are in a group, from the imported directory; undefined if its groups were never imported. */
export type MembersAmong = (group: string, userIds: readonly string[]) => Promise<readonly string[] | undefined>;

/**
 * Returns the ids of the users whom the cached policy allows a passkey, whatever their key. A yes may be based on an older policy and older
 * groups, because the registration is the final check. Judge all others one by one: their refusal needs newer data.
 */
export async function clearedUsers(
  context: PolicyContext & { readonly membersAmong: MembersAmong },
  users: readonly JudgedUser[],
): Promise<ReadonlySet<string>> {
  try {
    const { value: policy } = await context.source.read(Number.POSITIVE_INFINITY);
    const groups = await groupsOfAll(context.membersAmong, policy, users);
    if (groups === undefined) return new Set();
    const allowed = users.filter(user => {
      const situation = situationIn(context, policy, user, undefined, groups.get(user.id) ?? new Set());
      return evaluate(situation).verdict !== 'refused';
    });
    return new Set(allowed.map(({ id }) => id));
  } catch {
    // Each user is then judged alone, which reports the error.
    return new Set();
  }
}

/** Returns the groups of the policy that each user is in, by the user's id. */
async function groupsOfAll(
  membersAmong: MembersAmong,
  policy: PasskeyPolicy,
  users: readonly JudgedUser[],
): Promise<ReadonlyMap<string, Set<string>> | undefined> {
  const found = new Map(users.map(({ id }) => [id, new Set<string>()]));
  if (!isAboutGroups(policy)) return found;
  const groups = [...policy.include, ...policy.exclude].filter(({ kind }) => kind === 'group');
  for (const { id: group } of groups) {
    const members = await membersAmong(group, [...found.keys()]);
    if (members === undefined) return undefined;
    for (const id of members) found.get(id)?.add(group);
  }
  return found;
}

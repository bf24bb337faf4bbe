import { toFailure } from '../../../contract/errors/failure.ts';
import type { PasskeyPolicy, Verdict } from '../../../contract/policy/schema.ts';
import type { JudgedUser, PolicyContext, PresentedKey } from './context.ts';
import { demandsAttestation, evaluate } from './evaluate.ts';
import { FRESH } from './policySource.ts';
import { isAboutGroups, situationOf } from './situation.ts';

/**
 * Checks in advance whether the tenant allows a key. Returns `unknown` if policy or groups cannot be read.
 * @param refresh whether to read both again. Otherwise cached ones are used first: a yes is returned, and newer ones are fetched for the
 * next call; a refusal is checked again with a policy and groups that were read since this call began.
 * @throws any error of `user` and `key`
 */
export async function judge(
  context: PolicyContext,
  user: Promise<JudgedUser>,
  key: Promise<PresentedKey | undefined>,
  { refresh }: { readonly refresh: boolean },
): Promise<Verdict> {
  const { source, clock } = context;
  const began = clock();
  const first = refresh ? 0 : Number.POSITIVE_INFINITY;
  const policy = source.read(first);
  // Awaited below, after user and key.
  policy.catch(() => undefined);
  const [judged, presented] = await Promise.all([user, key]);
  const judgeBy = async (by: PasskeyPolicy, maxAge: number) =>
    evaluate(await situationOf(context, by, judged, presented, maxAge));
  try {
    const kept = await policy;
    const verdict = await judgeBy(kept.value, first);
    if (verdict.verdict !== 'refused') {
      fetchNext(context, kept.value, judged);
      return verdict;
    }
    if (refresh) return await withNames(context, verdict, kept.value);
    // Only data that was read since this call began counts as live. Older data may have been corrected since.
    const live = () => clock() - began + 1;
    const { value } = await source.read(live());
    return await withNames(context, await judgeBy(value, live()), value);
  } catch (error) {
    return { verdict: 'unknown', reason: toFailure(error) };
  }
}

/** Returns whether the current policy requires attestation of this key; false if unknown. */
export async function isAttestationDemanded(
  context: PolicyContext,
  user: JudgedUser,
  key: PresentedKey,
): Promise<boolean> {
  try {
    const { value } = await context.source.read(0);
    return demandsAttestation(await situationOf(context, value, user, key, FRESH));
  } catch {
    // Unknown counts as not required: Entra decides, and a refusal is reported.
    return false;
  }
}

/** Fetches policy and groups for the next call, unless they are new. */
function fetchNext({ source }: PolicyContext, policy: PasskeyPolicy, user: JudgedUser): void {
  // The next call reports the error.
  void source.read(FRESH).catch(() => undefined);
  // The next call reports this error too.
  if (isAboutGroups(policy)) void source.groupsOf(user.id, FRESH).catch(() => undefined);
}

/** Adds the names of the groups to a refusal. Their ids stay in its cause, for the details. */
async function withNames(
  { nameTargets }: PolicyContext,
  verdict: Verdict,
  { include, exclude }: PasskeyPolicy,
): Promise<Verdict> {
  if (verdict.verdict !== 'refused') return verdict;
  const { code, params } = verdict.reason;
  const excluded = exclude.filter(({ id }) => id === params.group);
  const about = code === 'policy-user-not-targeted' ? include.filter(({ kind }) => kind === 'group') : excluded;
  const names = await nameTargets(about, { ask: true });
  const found = about.flatMap(({ id }) => names[id] ?? []);
  if (found.length === 0) return verdict;
  const more = excluded.length > 0 ? { groupName: found[0] ?? null } : { groups: found.join(', ') };
  const cause = about.map(({ id }) => `group ${names[id] ?? ''}: ${id}`);
  return { verdict: 'refused', reason: { code, params: { ...params, ...more }, cause } };
}

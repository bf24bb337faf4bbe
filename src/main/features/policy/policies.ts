import type { z } from 'zod';
import { type ErrorCode, KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, hasCode, toFailure } from '../../../contract/errors/failure.ts';
import type { AdmittedModel, PasskeyPolicy, PolicyState, Verdict } from '../../../contract/policy/schema.ts';
import { type Document, type Documents, isYounger, type Kept } from '../../base/store/documents.ts';
import { fido2PolicySchema } from '../../services/graph/policy.ts';
import type { Metadata } from '../../services/metadata/metadata.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';
import { demandsAttestation, evaluate, type KeyFacts, type Situation } from './evaluate.ts';
import { toPolicy } from './policy.ts';
import type { NameTargets } from './targetNames.ts';

/** A change of the policy can take this long to act (graph.md, 5): a younger answer is as good as a new one. In ms. */
const FRESH = 10 * 60_000;
/** After a refusal it is not asked again for so long, in ms: a missing right does not come by asking. */
const SORE = 60_000;

/** Whom a verdict is about. */
interface Subject {
  readonly id: string;
  readonly userPrincipalName: string;
}

/** What a plugged-in key, or a model, tells before it is used. */
type PresentedKey = Omit<KeyFacts, 'model'>;

/** The tenant's passkey policy, kept with its age, and what it means for a user and a key. */
export interface Policies {
  /** @throws KeydeskError not-connected */
  state(options: { refresh: boolean }): Promise<PolicyState>;
  /**
   * Foretells whether the tenant lets a key in. A refusal is always by a policy and groups that were read for this call; a yes
   * by older ones is taken while newer ones are fetched, for the registration is the proof. Never rejects for what cannot be read:
   * that is `unknown`. Fails as `subject` and `key` fail; the policy is on its way meanwhile.
   */
  judge(
    subject: Promise<Subject>,
    key: Promise<PresentedKey | undefined>,
    options?: { refresh: boolean },
  ): Promise<Verdict>;
  /**
   * Whether attestation is demanded of this key, by the policy as it is now. False where that cannot be told: then Entra's answer
   * shows it.
   */
  demandsAttestation(subject: Subject, key: PresentedKey): Promise<boolean>;
  /** What is known of a model of key. */
  keyFacts(key: PresentedKey): KeyFacts;
}

export interface PolicyParts {
  tenant: Pick<BoundTenant, 'connection' | 'graph'>;
  documents: Documents;
  metadata: Metadata;
  /** Ids of the groups that a user is in by any way, not older than `maxAge` in ms. */
  groupsOf: (userId: string, maxAge: number) => Promise<ReadonlySet<string>>;
  nameTargets: NameTargets;
  clock?: () => number;
}

export function createPolicies(parts: PolicyParts): Policies {
  const { tenant, documents, metadata, nameTargets, clock = Date.now } = parts;
  const document: Document<z.infer<typeof fido2PolicySchema>> = {
    name: 'policy/fido2',
    schema: fido2PolicySchema,
    fetch: signal => tenant.graph().policy.fido2({ signal }),
  };
  let sore: { readonly until: number; readonly error: KeydeskError } | undefined;

  /** @throws KeydeskError policy-unreadable where the right to read it is missing, graph-… */
  const read = async (maxAge: number): Promise<Kept<PasskeyPolicy>> => {
    if (maxAge > 0 && sore !== undefined && clock() < sore.until) throw sore.error;
    try {
      const { value, fetchedAt } = await documents.get(document, maxAge);
      if (isYounger(fetchedAt, clock(), FRESH)) sore = undefined;
      return { value: toPolicy(value), fetchedAt };
    } catch (thrown) {
      const error = named(thrown, 'policy-unreadable');
      if (hasCode(error, 'policy-unreadable')) sore = { until: clock() + SORE, error };
      throw error;
    }
  };

  /** @throws KeydeskError policy-groups-unreadable where the right to read them is missing, graph-… */
  const groupsOf = async (userId: string, maxAge: number): Promise<ReadonlySet<string>> => {
    try {
      return await parts.groupsOf(userId, maxAge);
    } catch (thrown) {
      throw named(thrown, 'policy-groups-unreadable');
    }
  };

  const keyFacts = (key: PresentedKey): KeyFacts => {
    const model = metadata.model(key.aaguid);
    return {
      ...key,
      model: model === undefined ? null : { name: model.name, certified: model.certification !== null },
    };
  };

  const situationOf = async (
    policy: PasskeyPolicy,
    { id, userPrincipalName }: Subject,
    key: PresentedKey | undefined,
    maxAge: number,
  ): Promise<Situation> => {
    const situation: Omit<Situation, 'groups'> = {
      policy,
      version: tenant.connection?.version ?? 'v1.0',
      userPrincipalName,
      userId: id,
      modelsKnown: metadata.knowsModels(),
      ...(key === undefined ? {} : { key: keyFacts(key) }),
    };
    const groups = policy.enabled === true && isAboutGroups(policy) ? await groupsOf(id, maxAge) : new Set<string>();
    return { ...situation, groups };
  };
  const judgeBy = async (...about: Parameters<typeof situationOf>) => evaluate(await situationOf(...about));

  /** A refusal with the names of the groups that it is about; their ids are its cause, for the details. */
  const withNames = async (verdict: Verdict, { include, exclude }: PasskeyPolicy): Promise<Verdict> => {
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
  };

  return {
    keyFacts,
    state: async ({ refresh }) => {
      if (tenant.connection === null) throw new KeydeskError('not-connected');
      let failure: Failure | null = null;
      let kept: Kept<PasskeyPolicy> | undefined;
      try {
        kept = await read(refresh ? 0 : FRESH);
      } catch (error) {
        failure = toFailure(error);
        const raw = await documents.peek(document);
        kept = raw && { value: toPolicy(raw.value), fetchedAt: raw.fetchedAt };
      }
      const names = kept && {
        ...namesOf(kept.value, metadata),
        ...(await nameTargets([...kept.value.include, ...kept.value.exclude], { ask: failure === null })),
      };
      return {
        policy: kept?.value ?? null,
        fetchedAt: kept === undefined ? null : new Date(kept.fetchedAt).toISOString(),
        failure,
        models: kept === undefined ? [] : admitted(kept.value, metadata),
        names: names ?? {},
      };
    },
    demandsAttestation: async (subject, key) => {
      try {
        const { value } = await read(0);
        return demandsAttestation(await situationOf(value, subject, key, FRESH));
      } catch {
        // Unknown is not demanded: Entra decides, and its refusal is reported.
        return false;
      }
    },
    judge: async (subject, key, { refresh } = { refresh: false }) => {
      const began = clock();
      const first = refresh ? 0 : Number.POSITIVE_INFINITY;
      const policy = read(first);
      // Awaited below, once user and key are there.
      policy.catch(() => undefined);
      const [user, presented] = await Promise.all([subject, key]);
      try {
        const kept = await policy;
        const verdict = await judgeBy(kept.value, user, presented, first);
        if (verdict.verdict !== 'refused') {
          // For the next one; young answers are not asked for again.
          void read(FRESH).catch(() => undefined);
          // As above: the next judgment asks again, and reports.
          if (isAboutGroups(kept.value)) void groupsOf(user.id, FRESH).catch(() => undefined);
          return verdict;
        }
        if (refresh) return await withNames(verdict, kept.value);
        // What was fetched since this call began is live. Anything older may have been mended since, however young it is.
        const live = () => clock() - began + 1;
        const { value } = await read(live());
        return await withNames(await judgeBy(value, user, presented, live()), value);
      } catch (error) {
        return { verdict: 'unknown', reason: toFailure(error) };
      }
    },
  };
}

function isAboutGroups({ include, exclude }: PasskeyPolicy): boolean {
  return [...include, ...exclude].some(({ kind }) => kind === 'group');
}

/** Which models of the list each profile takes, named for a person. */
function admitted(policy: PasskeyPolicy, metadata: Metadata): AdmittedModel[] {
  return metadata
    .models()
    .map(([aaguid, model]) => ({
      aaguid,
      name: model.name,
      profiles: policy.profiles.flatMap(profile => {
        const only = { kind: 'all' as const, id: 'all_users', profiles: [profile.id] };
        const { verdict } = evaluate({
          policy: { ...policy, enabled: true, include: [only], exclude: [] },
          version: 'beta',
          userPrincipalName: '',
          userId: '',
          groups: new Set(),
          key: { aaguid, model: { name: model.name, certified: model.certification !== null } },
          modelsKnown: true,
        });
        return verdict === 'allowed' ? [profile.name] : [];
      }),
    }))
    .filter(({ profiles }) => profiles.length > 0)
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

function namesOf({ profiles }: PasskeyPolicy, metadata: Metadata): Record<string, string> {
  const listed = profiles.flatMap(({ restrictions }) => restrictions.aaguids);
  return Object.fromEntries(listed.map(aaguid => [aaguid, metadata.model(aaguid)?.name ?? aaguid]));
}

/** A right that is missing, under the name of what it is needed for, with Graph's own words. */
function named(error: unknown, code: ErrorCode): unknown {
  if (!hasCode(error, 'graph-forbidden')) return error;
  return new KeydeskError(code, error.params, { cause: error });
}

import type { EnrollmentRequest } from '../../../contract/enrollment/schema.ts';
import { type Failure, toFailure } from '../../../contract/errors/failure.ts';
import type { EnrollmentPlan, PlanStep, Profile } from '../../../contract/profiles/schema.ts';
import type { AuthenticatorInfo } from '../../../ctap/ctap2/getInfo.ts';
import { toKeydeskError } from '../../services/keys/keyErrors.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import type { CeremonyState } from './ceremonyState.ts';
import { type Look, look } from './look.ts';
import { passkeyName } from './options.ts';
import type { CeremonyParts } from './parts.ts';
import {
  changesAfter,
  changesBefore,
  infoAfterReset,
  pinChoiceOf,
  resetDue,
  shortestPin,
  templateName,
} from './profileOnKey.ts';
import { refusalsOf, warningsOf } from './refusals.ts';
import { knowsFinger } from './userVerification.ts';

/**
 * Returns what an enrollment would do and all reasons why it would not begin. Writes nothing to the key, to Entra or to the journal, and
 * does not ask Entra for creation options, because each such request is written to the tenant's audit log. Rejects only if the signal aborts.
 */
export async function planEnrollment(
  parts: CeremonyParts,
  request: EnrollmentRequest,
  signal: AbortSignal,
): Promise<EnrollmentPlan> {
  const state: CeremonyState = { pin: { set: false }, creating: false, submission: 'none' };
  const empty: EnrollmentPlan = { user: null, key: null, profile: null, steps: [], refusals: [], warnings: [] };
  try {
    const found = await look(parts, request, state, signal);
    const refusals: Failure[] = [];
    const refuse = (error: unknown) => void refusals.push(toFailure(toKeydeskError(error)));
    for await (const refusal of refusalsOf(parts, request, found)) refuse(refusal);
    const name = await nameOf(parts, request, found, signal).catch(refuse);
    return {
      ...subjectsOf(found),
      steps: stepsOf(request, found, name ?? ''),
      refusals,
      warnings: await warningsOf(parts, found),
    };
  } catch (error) {
    signal.throwIfAborted();
    return { ...empty, refusals: [toFailure(toKeydeskError(error))] };
  } finally {
    state.key?.close();
  }
}

function subjectsOf({ user, key, profile }: Look): Pick<EnrollmentPlan, 'user' | 'key' | 'profile'> {
  return {
    user: user.status === 'fulfilled' ? pick(user.value) : null,
    key: key.status === 'fulfilled' ? keyOf(key.value) : null,
    profile:
      profile.status === 'fulfilled' && profile.value !== null
        ? { id: profile.value.id, name: profile.value.name }
        : null,
  };
}

function pick({ id, userPrincipalName, displayName }: NonNullable<EnrollmentPlan['user']>): EnrollmentPlan['user'] {
  return { id, userPrincipalName, displayName };
}

function keyOf({ summary, session }: OpenKey): EnrollmentPlan['key'] {
  const { id, product = null, serial = null } = summary;
  return { id, aaguid: session.info.aaguid, product, serial };
}

/**
 * Returns the name of the passkey; undefined if the user, the key or the profile is unknown.
 * @throws KeydeskError invalid-input for a name that Graph does not accept, graph-…
 */
async function nameOf(
  { graph }: CeremonyParts,
  { displayName }: EnrollmentRequest,
  { user, key, profile }: Look,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (user.status === 'rejected' || key.status === 'rejected' || profile.status === 'rejected') return undefined;
  if (displayName !== undefined) return passkeyName(key.value, displayName);
  const counts = profile.value?.nameTemplate?.includes('{n}') === true;
  const methods = counts ? await graph().fido2Methods.list(user.value.id, { signal }) : [];
  return passkeyName(key.value, templateName(profile.value, key.value, methods.length));
}

function stepsOf(request: EnrollmentRequest, { key, profile }: Look, name: string): PlanStep[] {
  if (key.status === 'rejected' || profile.status === 'rejected') return [];
  return planSteps(request, key.value.session.info, profile.value, name);
}

/** Returns the steps of an enrollment on this key, in the order in which they happen. */
function planSteps(
  request: EnrollmentRequest,
  info: AuthenticatorInfo,
  profile: Profile | null,
  name: string,
): PlanStep[] {
  const reset = resetDue(profile, info);
  const blank = reset ? infoAfterReset(info) : info;
  // Whatever the PIN will be, it is as long as the profile wants.
  const pin = 'x'.repeat(shortestPin(profile, blank));
  const options = { ...blank.options, clientPin: true, ep: true, alwaysUv: true };
  const later = { ...blank, options, minPINLength: shortestPin(profile, blank) };
  return [
    ...(reset ? [{ kind: 'reset' } as const] : []),
    pinStep(request, blank, profile),
    ...changesBefore(profile, blank, pin).map(stepOfChange),
    { kind: 'create-passkey' },
    { kind: 'register-passkey', name },
    { kind: 'prove-passkey' },
    ...changesAfter(profile, later).map(stepOfChange),
  ];
}

function pinStep(request: EnrollmentRequest, info: AuthenticatorInfo, profile: Profile | null): PlanStep {
  if (info.options.clientPin === true) return { kind: knowsFinger(info) ? 'ask-finger' : 'ask-pin' };
  const minLength = shortestPin(profile, info);
  const choice = pinChoiceOf(request, profile);
  if (choice?.kind !== 'random') return { kind: 'ask-new-pin', minLength };
  return { kind: 'set-random-pin', length: Math.max(choice.length, minLength), letters: choice.letters === true };
}

function stepOfChange(change: ReturnType<typeof changesBefore>[number]): PlanStep {
  switch (change.kind) {
    case 'enableEnterpriseAttestation':
      return { kind: 'enable-enterprise-attestation' };
    case 'setAlwaysUv':
      return { kind: 'enable-always-uv' };
    case 'setMinPINLength':
      return { kind: 'set-min-pin-length', length: change.length };
    case 'forcePINChange':
      return { kind: 'force-pin-change' };
  }
}

import type { EnrollmentRequest } from '../../../contract/enrollment/schema.ts';
import { toFailure } from '../../../contract/errors/failure.ts';
import type { EnrollmentPlan, PlanStep, Profile } from '../../../contract/profiles/schema.ts';
import { toKeydeskError } from '../../services/keys/keyErrors.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import type { CeremonyState } from './ceremonyState.ts';
import { type Look, look } from './look.ts';
import { passkeyName } from './options.ts';
import type { CeremonyParts } from './parts.ts';
import { changesAfter, changesBefore, pinChoiceOf, resetDue, shortestPin, templateName } from './profileOnKey.ts';
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
    const refusals = [];
    for await (const refusal of refusalsOf(parts, request, found)) refusals.push(toFailure(toKeydeskError(refusal)));
    return {
      ...empty,
      ...subjectsOf(found),
      ...stepsOf(request, found),
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

function stepsOf(request: EnrollmentRequest, { key, profile }: Look): Pick<EnrollmentPlan, 'steps'> {
  if (key.status === 'rejected' || profile.status === 'rejected') return { steps: [] };
  return { steps: planSteps(request, key.value, profile.value) };
}

/** Returns the steps of an enrollment on this key, in the order in which they happen. */
export function planSteps(request: EnrollmentRequest, key: OpenKey, profile: Profile | null): PlanStep[] {
  const { info } = key.session;
  const reset = resetDue(profile, info);
  // Whatever the PIN will be, it is as long as the profile wants.
  const pin = 'x'.repeat(shortestPin(profile, info));
  const blank = reset ? { ...info, options: { ...info.options, clientPin: false, uv: false } } : info;
  const later = { ...blank, options: { ...blank.options, clientPin: true }, minPINLength: shortestPin(profile, info) };
  const name = passkeyName(key, request.displayName ?? templateName(profile, key, 0));
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

function pinStep(request: EnrollmentRequest, info: OpenKey['session']['info'], profile: Profile | null): PlanStep {
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

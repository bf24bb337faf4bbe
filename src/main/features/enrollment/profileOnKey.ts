import type { EnrollmentRequest, PinChoice } from '../../../contract/enrollment/schema.ts';
import { nameFromTemplate } from '../../../contract/profiles/nameTemplate.ts';
import { PIN_LENGTHS, type Profile, type ProfileNeed } from '../../../contract/profiles/schema.ts';
import type { AuthenticatorInfo } from '../../../ctap/ctap2/getInfo.ts';
import type { WantedConfig } from '../../services/keys/configChange.ts';
import type { OpenKey } from '../../services/keys/keys.ts';

type Info = Pick<
  AuthenticatorInfo,
  'options' | 'minPINLength' | 'maxPINLength' | 'forcePINChange' | 'transportsForReset'
>;

/** Returns whether a key is reset before it gets the passkey. */
export function resetDue(profile: Profile | null, { options }: Pick<Info, 'options'>): boolean {
  if (profile === null || profile.reset === 'never') return false;
  return profile.reset === 'always' || options.clientPin === true;
}

/** Returns what a key will report after a reset, as far as it is known before: no PIN, and no setting of the profile is in effect. */
export function infoAfterReset<I extends Info>(info: I): I {
  const { options } = info;
  const off = (option: 'alwaysUv' | 'ep') => (options[option] === undefined ? {} : { [option]: false });
  // A model may have another default length, which only the reset shows.
  const minPINLength = Math.min(info.minPINLength, PIN_LENGTHS.min);
  return {
    ...info,
    options: { ...options, clientPin: false, uv: false, ...off('alwaysUv'), ...off('ep') },
    minPINLength,
  };
}

/** Returns the settings of a profile that a key does not support. Empty if it supports all. */
export function lackingFor(profile: Profile | null, now: Info): ProfileNeed[] {
  if (profile === null) return [];
  const reset = resetDue(profile, now);
  const info = reset ? infoAfterReset(now) : now;
  const { options, transportsForReset, maxPINLength } = info;
  const config = options.authnrCfg === true;
  const overUsb = transportsForReset.length === 0 || transportsForReset.includes('usb');
  const lacks: Record<ProfileNeed, boolean> = {
    resetOverUsb: reset && !overUsb,
    pin: 'length' in profile.pin && (options.clientPin === undefined || profile.pin.length > maxPINLength),
    setMinPINLength: raisesLength(profile, info) && !(config && options.setMinPINLength === true),
    minPinLengthValue: (profile.minPinLength ?? 0) > maxPINLength,
    forcePINChange: profile.forcePinChange && !(config && options.setMinPINLength === true),
    alwaysUv: profile.alwaysUv && options.alwaysUv !== true && !(config && options.alwaysUv === false),
    enterpriseAttestation: profile.enterpriseAttestation && options.ep !== true && !(config && options.ep === false),
  };
  return Object.entries(lacks).flatMap(([need, missing]) => (missing ? [need as ProfileNeed] : []));
}

/** Returns the shortest PIN that a new PIN may have, in code points. */
export function shortestPin(profile: Profile | null, { minPINLength }: Pick<Info, 'minPINLength'>): number {
  return Math.max(minPINLength, profile?.minPinLength ?? 0);
}

/** Returns the PIN of an enrollment: what the caller chose, else what the profile says; undefined if a person is asked. */
export function pinChoiceOf(request: Pick<EnrollmentRequest, 'pin'>, profile: Profile | null): PinChoice | undefined {
  if (request.pin !== undefined || profile === null) return request.pin;
  const { pin } = profile;
  if (pin.kind === 'random-digits') return { kind: 'random', length: pin.length };
  return pin.kind === 'random-letters' ? { kind: 'random', length: pin.length, letters: true } : undefined;
}

/**
 * Returns the name of the passkey from the profile's template; undefined if it has none.
 * @param count the number of passkeys that the user has in Entra
 */
export function templateName(
  profile: Profile | null,
  { summary }: Pick<OpenKey, 'summary'>,
  count: number,
): string | undefined {
  if (profile?.nameTemplate == null) return undefined;
  return nameFromTemplate(profile.nameTemplate, {
    model: summary.product ?? '',
    serial: summary.serial ?? '',
    date: new Date().toLocaleDateString('sv-SE'),
    n: String(count + 1),
  });
}

/**
 * Returns the changes to a key before it gets the passkey, without those that are in effect. A minimum length above the length of the
 * current PIN comes last (`changesAfter`), because the key then refuses this PIN for everything but changing it.
 * @param pin the current PIN; undefined if it is unknown
 */
export function changesBefore(profile: Profile | null, info: Info, pin: string | undefined): WantedConfig[] {
  if (profile === null) return [];
  return [...optionChanges(profile, info), ...(isLongEnough(profile, pin) ? lengthChange(profile, info) : [])];
}

/**
 * Returns the changes after the proof: all that are not in effect, which are more only on the key of an earlier attempt. After the last two
 * the key refuses its PIN until the user has changed it.
 */
export function changesAfter(profile: Profile | null, info: Info): WantedConfig[] {
  if (profile === null) return [];
  const force = profile.forcePinChange && info.options.clientPin === true && !info.forcePINChange;
  return [
    ...optionChanges(profile, info),
    ...lengthChange(profile, info),
    ...(force ? [{ kind: 'forcePINChange' } as const] : []),
  ];
}

/** Returns the setting of a profile that a change makes. */
export function needOf(change: WantedConfig): ProfileNeed {
  const needs = {
    enableEnterpriseAttestation: 'enterpriseAttestation',
    setAlwaysUv: 'alwaysUv',
    setMinPINLength: 'setMinPINLength',
    forcePINChange: 'forcePINChange',
  } as const;
  return needs[change.kind];
}

function optionChanges(
  { enterpriseAttestation, alwaysUv }: Profile,
  { options }: Pick<Info, 'options'>,
): WantedConfig[] {
  return [
    ...(enterpriseAttestation && options.ep !== true ? [{ kind: 'enableEnterpriseAttestation' } as const] : []),
    ...(alwaysUv && options.alwaysUv !== true ? [{ kind: 'setAlwaysUv', on: true } as const] : []),
  ];
}

function raisesLength({ minPinLength }: Profile, { minPINLength }: Pick<Info, 'minPINLength'>): boolean {
  return minPinLength !== null && minPinLength > minPINLength;
}

function isLongEnough({ minPinLength }: Profile, pin: string | undefined): boolean {
  return pin !== undefined && [...pin].length >= (minPinLength ?? 0);
}

function lengthChange(profile: Profile, info: Info): WantedConfig[] {
  const { minPinLength } = profile;
  return minPinLength !== null && raisesLength(profile, info)
    ? [{ kind: 'setMinPINLength', length: minPinLength }]
    : [];
}

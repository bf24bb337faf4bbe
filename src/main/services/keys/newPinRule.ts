import { KeydeskError } from '../../../contract/errors/errors.ts';
import { weaknessOf } from '../../../contract/keys/weakPin.ts';
import type { SettingsStore } from '../settings/settings.ts';

/** Checks a PIN that a person chose, before the key gets it. @throws KeydeskError pin-breaks-rule with `rule` weak */
export type NewPinRule = (pin: string) => void;

/**
 * Returns the rule of this Keydesk, by its settings. SECURITY: the core refuses a weak PIN, whatever the window has checked. A key
 * is blocked after eight wrong PINs, so only PINs that are among the first guesses matter.
 * @param organization what the tenant is called
 */
export function newPinRule(settings: Pick<SettingsStore, 'get'>, organization: readonly string[]): NewPinRule {
  return pin => {
    if (settings.get().weakPins === 'allowed') return;
    const weakness = weaknessOf(pin, organization);
    if (weakness !== null) throw new KeydeskError('pin-breaks-rule', { rule: 'weak', weakness });
  };
}

import { KeydeskError } from '../../../contract/errors/errors.ts';
import { weaknessOf } from '../../../contract/keys/weakPin.ts';
import type { SettingsStore } from '../settings/settings.ts';

/**
 * Checks a PIN that a person chose, before it is sent to the key.
 * @throws KeydeskError pin-breaks-rule with `rule` weak
 */
export type NewPinRule = (pin: string) => void;

/**
 * Returns the PIN rule of this Keydesk's settings. SECURITY: the core refuses a weak PIN, whatever the window has
 * checked. A key is blocked after eight wrong PINs, so only the most common PINs matter.
 * @param organization The names of the tenant
 */
export function newPinRule(settings: Pick<SettingsStore, 'get'>, organization: readonly string[]): NewPinRule {
  return pin => {
    if (settings.get().weakPins === 'allowed') return;
    const weakness = weaknessOf(pin, organization);
    if (weakness !== null) throw new KeydeskError('pin-breaks-rule', { rule: 'weak', weakness });
  };
}

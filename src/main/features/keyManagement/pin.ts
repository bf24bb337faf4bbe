import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import type { NewPinRule } from '../../services/keys/newPinRule.ts';
import { withNewPin } from '../../services/keys/pinErrors.ts';

/** Sets the first PIN of a key. @throws KeydeskError key-lacks-capability, pin-already-set, pin-breaks-rule */
export async function setPin({ session }: OpenKey, pin: string, newPinRule: NewPinRule): Promise<void> {
  const { clientPin } = session.info.options;
  if (clientPin === undefined) throw new KeydeskError('key-lacks-capability', { what: 'clientPin' });
  if (clientPin) throw new KeydeskError('pin-already-set');
  newPinRule(pin);
  await withNewPin(session, () => session.setPin(pin));
}

/** Changes the PIN of a key. @throws KeydeskError pin-not-set, pin-breaks-rule, pin-wrong, … */
export async function changePin(
  { session }: OpenKey,
  { pin, newPin }: { readonly pin: string; readonly newPin: string },
  newPinRule: NewPinRule,
): Promise<void> {
  if (session.info.options.clientPin !== true) throw new KeydeskError('pin-not-set');
  newPinRule(newPin);
  await withNewPin(session, () => session.changePin(pin, newPin));
}

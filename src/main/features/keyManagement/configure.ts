import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import type { KeyDetails } from '../../../contract/keys/schema.ts';
import { permissions } from '../../../ctap/ctap2/clientPin.ts';
import { configChange, type WantedConfig } from '../../services/keys/configChange.ts';
import { keyDetails } from '../../services/keys/details.ts';
import { withKeyErrors } from '../../services/keys/keyErrors.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { withPin } from '../../services/keys/pinErrors.ts';

/**
 * Changes a key's configuration and returns its details afterwards. Skips changes that are already in effect.
 * @throws KeydeskError key-lacks-capability, pin-required, pin-…, pin-length-refused, invalid-input for a minimum length below the current
 * one or more websites than the key supports
 */
export async function configure(key: OpenKey, pin: string | undefined, wanted: WantedConfig): Promise<KeyDetails> {
  const { session, summary } = key;
  const change = configChange(wanted, session.info);
  if (change !== undefined) {
    const protectedByPin = session.info.options.clientPin === true;
    if (protectedByPin && pin === undefined) throw new KeydeskError('pin-required');
    const request = { permissions: permissions.authenticatorConfig };
    const token =
      protectedByPin && pin !== undefined ? () => withPin(session, () => session.pinToken(pin, request)) : undefined;
    // Handled apart from the PIN: the same status code means both that the PIN must be changed and that a length is refused.
    await withKeyErrors(() => session.configure(token, change)).catch((error: unknown) => {
      if (!hasCode(error, 'pin-breaks-rule')) throw error;
      const length = change.kind === 'setMinPINLength' ? change.newMinPINLength : undefined;
      const code = length === undefined ? 'key-status' : 'pin-length-refused';
      throw new KeydeskError(code, { ...error.params, length: length ?? null }, { cause: error });
    });
  }
  return keyDetails(summary, session);
}

import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import type { ConfigRequest } from '../../../contract/keys/management.ts';
import type { KeyDetails } from '../../../contract/keys/schema.ts';
import type { ConfigChange } from '../../../ctap/ctap2/authenticatorConfig.ts';
import { permissions } from '../../../ctap/ctap2/clientPin.ts';
import type { AuthenticatorInfo } from '../../../ctap/ctap2/getInfo.ts';
import { keyDetails } from '../../services/keys/details.ts';
import { withKeyErrors } from '../../services/keys/keyErrors.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { withPin } from '../../services/keys/pinErrors.ts';

type Wanted = ConfigRequest['change'];

/**
 * Changes a key's configuration and returns its details afterwards. Skips changes that are already in effect.
 * @throws KeydeskError key-lacks-capability, pin-required, pin-…, pin-length-refused, invalid-input for a minimum length below the current
 * one or more websites than the key supports
 */
export async function configure(key: OpenKey, pin: string | undefined, wanted: Wanted): Promise<KeyDetails> {
  const { session, summary } = key;
  const change = changeFor(wanted, session.info);
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

function changeFor(wanted: Wanted, info: AuthenticatorInfo): ConfigChange | undefined {
  const { options } = info;
  if (options.authnrCfg !== true) throw lacking('authnrCfg');
  switch (wanted.kind) {
    case 'enableEnterpriseAttestation':
      if (options.ep === undefined) throw lacking('enterpriseAttestation');
      return options.ep ? undefined : { kind: 'enableEnterpriseAttestation' };
    case 'setAlwaysUv':
      if (options.alwaysUv === undefined) throw lacking('alwaysUv');
      return options.alwaysUv === wanted.on ? undefined : { kind: 'toggleAlwaysUv' };
    case 'setMinPINLength':
      if (options.setMinPINLength !== true) throw lacking('setMinPINLength');
      if (wanted.length < info.minPINLength) {
        throw new KeydeskError('invalid-input', {
          detail: 'pin-length-lowered',
          min: info.minPINLength,
        });
      }
      if (wanted.length > info.maxPINLength) throw new KeydeskError('pin-length-refused', { length: wanted.length });
      return lengthChange(wanted.length, wanted.rpIds, info);
    case 'forcePINChange':
      if (options.setMinPINLength !== true) throw lacking('forcePINChange');
      if (options.clientPin !== true) throw new KeydeskError('pin-not-set');
      return info.forcePINChange ? undefined : { kind: 'setMinPINLength', forceChangePin: true };
  }
}

/**
 * Returns the change of the minimum length. Includes the websites that may read it even if the length stays, because keys do not report
 * those websites.
 */
function lengthChange(
  length: number,
  rpIds: readonly string[] | undefined,
  info: AuthenticatorInfo,
): ConfigChange | undefined {
  if (rpIds === undefined) {
    return length === info.minPINLength ? undefined : { kind: 'setMinPINLength', newMinPINLength: length };
  }
  if (!info.extensions.includes('minPinLength')) throw lacking('minPinLength');
  const most = info.maxRPIDsForSetMinPINLength ?? 0;
  if (rpIds.length > most) {
    throw new KeydeskError('invalid-input', { detail: 'too-many-websites', most });
  }
  return { kind: 'setMinPINLength', newMinPINLength: length, minPinLengthRPIDs: rpIds };
}

function lacking(what: string): KeydeskError {
  return new KeydeskError('key-lacks-capability', { what });
}

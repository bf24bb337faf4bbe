import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { ConfigRequest } from '../../../contract/keys/management.ts';
import type { ConfigChange } from '../../../ctap/ctap2/authenticatorConfig.ts';
import type { AuthenticatorInfo } from '../../../ctap/ctap2/getInfo.ts';

export type WantedConfig = ConfigRequest['change'];

/**
 * Returns the command that makes a change to a key; undefined if it is in effect already.
 * @throws KeydeskError key-lacks-capability, pin-length-refused, pin-not-set, invalid-input for a minimum length below the current one or
 * more websites than the key supports
 */
export function configChange(wanted: WantedConfig, info: AuthenticatorInfo): ConfigChange | undefined {
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

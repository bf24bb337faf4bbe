import { KeydeskError } from '../../../contract/errors.ts';
import type { ConfigRequest } from '../../../contract/keyManagement.ts';
import type { KeyDetails } from '../../../contract/keys.ts';
import type { ConfigChange } from '../../../ctap/ctap2/authenticatorConfig.ts';
import type { AuthenticatorInfo } from '../../../ctap/ctap2/getInfo.ts';
import { keyDetails } from '../details.ts';
import type { OpenKey } from '../keys.ts';
import { withPin } from '../pinErrors.ts';

type Wanted = ConfigRequest['change'];

/**
 * Changes a key's configuration and gives what the key says of itself then. What is so already is not asked for.
 * @throws KeydeskError key-lacks-capability, pin-required, pin-…, invalid-input for a minimum length below the present one
 */
export async function configure(key: OpenKey, pin: string | undefined, wanted: Wanted): Promise<KeyDetails> {
  const { session, summary } = key;
  const change = changeFor(wanted, session.info);
  if (change !== undefined) {
    if (session.info.options.clientPin === true && pin === undefined) throw new KeydeskError('pin-required');
    const own = session.info.options.clientPin === true ? pin : undefined;
    await withPin(session, () => session.configure(own, change));
  }
  return keyDetails(summary, session);
}

function changeFor(wanted: Wanted, info: AuthenticatorInfo): ConfigChange | undefined {
  const { options } = info;
  if (options.authnrCfg !== true) throw lacking('changes of its configuration');
  switch (wanted.kind) {
    case 'enableEnterpriseAttestation':
      if (options.ep === undefined) throw lacking('enterprise attestation');
      return options.ep ? undefined : { kind: 'enableEnterpriseAttestation' };
    case 'setAlwaysUv':
      if (options.alwaysUv === undefined) throw lacking('asking for the PIN always');
      return options.alwaysUv === wanted.on ? undefined : { kind: 'toggleAlwaysUv' };
    case 'setMinPINLength':
      if (options.setMinPINLength !== true) throw lacking('another minimum PIN length');
      if (wanted.length < info.minPINLength) {
        throw new KeydeskError('invalid-input', {
          detail: `the minimum PIN length of a key never shrinks; this one's is ${info.minPINLength}`,
        });
      }
      return wanted.length === info.minPINLength
        ? undefined
        : { kind: 'setMinPINLength', newMinPINLength: wanted.length };
    case 'forcePINChange':
      if (options.setMinPINLength !== true) throw lacking('a forced PIN change');
      if (options.clientPin !== true) throw new KeydeskError('pin-not-set');
      return info.forcePINChange ? undefined : { kind: 'setMinPINLength', forceChangePin: true };
  }
}

function lacking(what: string): KeydeskError {
  return new KeydeskError('key-lacks-capability', { what });
}

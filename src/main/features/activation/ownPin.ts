import type { PinAnswer, PinTask } from '../../../contract/activation/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, hasCode, toFailure } from '../../../contract/errors/failure.ts';
import { permissions } from '../../../ctap/ctap2/clientPin.ts';
import { pinState } from '../../services/keys/details.ts';
import type { Keys, OpenKey } from '../../services/keys/keys.ts';
import type { NewPinRule } from '../../services/keys/newPinRule.ts';
import { refuseBlocked, withNewPin, withPin } from '../../services/keys/pinErrors.ts';

/** A token for an assertion that is never made. It only shows whether the PIN is right. */
const NOTHING = { permissions: permissions.getAssertion, rpId: 'keydesk.invalid' };

export interface OwnPinParts {
  readonly keys: Keys;
  readonly keyId: string;
  readonly newPinRule: NewPinRule;
  /** Whether the user has certainly activated this key before, so that its PIN is already the user's own. */
  readonly theirs: boolean;
  /** Throws if nothing may be written any more. */
  confirm(): Promise<void>;
  ask(task: PinTask): Promise<Omit<PinAnswer, 'sitting'>>;
}

/**
 * Ensures that the key has a PIN that only its user knows, and returns it. Sets the first PIN, or replaces the existing one, because others
 * may know it. If the PIN is already the user's own, only verifies it.
 * @throws KeydeskError pin-soft-blocked, pin-blocked, key-…, any error of `confirm`
 */
export async function ownPin({ keys, keyId, newPinRule, theirs, confirm, ask }: OwnPinParts): Promise<string> {
  let refused: Failure | undefined;
  for (;;) {
    const state = await keys.use(keyId, ({ session }) => pinState(session));
    refuseBlocked(state);
    const kind = !state.set ? 'choose' : theirs && !state.changeRequired ? 'enter' : 'replace';
    const { present = '', chosen = '' } = await ask({ kind, state, ...(refused === undefined ? {} : { refused }) });
    // The person may have taken long to answer.
    await confirm();
    try {
      if (kind === 'enter') {
        await keys.use(keyId, ({ session }) => checkPin(session, present));
        return present;
      }
      if (kind === 'replace' && present.normalize('NFC') === chosen.normalize('NFC')) {
        throw new KeydeskError('pin-unchanged');
      }
      newPinRule(chosen);
      await keys.use(keyId, ({ session }) =>
        withNewPin(session, () => (kind === 'choose' ? session.setPin(chosen) : session.changePin(present, chosen))),
      );
      return chosen;
    } catch (error) {
      if (!hasCode(error, 'pin-breaks-rule', 'pin-wrong', 'pin-unchanged')) throw error;
      refused = toFailure(error);
    }
  }
}

/** Verifies a PIN with the key. @throws KeydeskError pin-wrong, pin-blocked, pin-soft-blocked, pin-change-required, key-… */
export async function checkPin(session: OpenKey['session'], pin: string): Promise<void> {
  await withPin(session, () => session.pinToken(pin, NOTHING));
}

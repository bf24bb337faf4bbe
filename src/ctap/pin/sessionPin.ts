import { equal } from '../bytes.ts';
import type { CborTransport } from '../ctap2/call.ts';
import { changePIN, setPIN } from '../ctap2/clientPin.ts';
import type { AuthenticatorInfo } from '../ctap2/getInfo.ts';
import { CtapError, hasCtapCode } from '../errors.ts';
import { checkCurrentPin, checkNewPin } from './rules.ts';
import type { SessionAgreement } from './sessionAgreement.ts';

/** What a change of the PIN needs of a session. */
interface PinParts {
  readonly transport: CborTransport;
  readonly agreement: SessionAgreement;
  readonly info: AuthenticatorInfo;
}

/**
 * Sets the first PIN. @throws CtapError pin-rule before anything is sent, CTAP2_ERR_PIN_POLICY_VIOLATION by the key
 */
export async function setSessionPin({ transport, agreement, info }: PinParts, pin: string): Promise<void> {
  const bytes = checkNewPin(pin, info);
  try {
    await agreement.run(shared => setPIN(transport, shared, bytes));
    agreement.prove(bytes);
  } catch (error) {
    if (hasCtapCode(error, 'CTAP2_ERR_PIN_AUTH_INVALID')) agreement.forget();
    throw error;
  } finally {
    bytes.fill(0);
  }
}

/** Changes the PIN, and closes the key agreement. @throws CtapError as in KeySession.changePin */
export async function changeSessionPin(
  { transport, agreement, info }: PinParts,
  currentPin: string,
  newPin: string,
): Promise<void> {
  const next = checkNewPin(newPin, info);
  try {
    const current = checkCurrentPin(currentPin);
    try {
      await agreement.withPin(current, shared => changePIN(transport, shared, current, next));
    } catch (error) {
      throw policyError(error, equal(current, next));
    } finally {
      current.fill(0);
    }
  } finally {
    next.fill(0);
  }
  agreement.close();
}

/** Adds `rule` unchanged if the new PIN is the present one and the key requires a different one (CTAP 2.3, 6.5.5.6). */
function policyError(error: unknown, unchanged: boolean): unknown {
  if (!unchanged || !hasCtapCode(error, 'CTAP2_ERR_PIN_POLICY_VIOLATION')) return error;
  return new CtapError(error.code, { rule: 'unchanged' }, { cause: error });
}

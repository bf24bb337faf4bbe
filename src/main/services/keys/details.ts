import type { KeyDetails, KeySummary, PinState } from '../../../contract/keys/schema.ts';
import { isCleanDeviceText } from '../../../contract/text/deviceText.ts';
import type { AuthenticatorInfo } from '../../../ctap/ctap2/getInfo.ts';
import { CtapError, hasCtapCode } from '../../../ctap/errors.ts';
import type { KeySession } from '../../../ctap/session.ts';

/** Returns the details of a key in the form of the contract. Reads the PIN retries only if a PIN is set. */
export async function keyDetails(summary: KeySummary, session: KeySession): Promise<KeyDetails> {
  const { info } = session;
  return {
    ...summary,
    aaguid: info.aaguid,
    versions: info.versions.filter(isPlain),
    extensions: info.extensions.filter(isPlain),
    options: plainNames(info.options),
    pin: await pinState(session),
    pinUvAuthProtocols: [...info.pinUvAuthProtocols],
    algorithms: info.algorithms.map(({ alg }) => alg),
    transports: info.transports.filter(isPlain),
    maxMsgSize: info.maxMsgSize,
    ...firmwareOf(info),
    ...(info.remainingDiscoverableCredentials === undefined
      ? {}
      : { remainingDiscoverableCredentials: info.remainingDiscoverableCredentials }),
    ...(info.longTouchForReset ? { longTouchForReset: true } : {}),
    ...(info.transportsForReset.length > 0 ? { transportsForReset: info.transportsForReset.filter(isPlain) } : {}),
    ...(info.certifications === undefined ? {} : { certifications: plainNames(info.certifications) }),
    unknownMembers: [...info.unknown.keys()].filter(key => typeof key === 'number' || isPlain(key)),
  };
}

/**
 * Returns whether a name can be shown. SECURITY: names with hidden characters are left out. Such a name could look like
 * another one, or send commands to a terminal.
 */
function isPlain(name: string): boolean {
  return isCleanDeviceText(name);
}

function plainNames<T>(named: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(named).filter(([name]) => isPlain(name)));
}

/** Returns getInfo's firmwareVersion (0x0E). A number too large for JSON is returned as text. */
function firmwareOf({ firmwareVersion, unknown }: AuthenticatorInfo): Pick<KeyDetails, 'firmwareVersion'> {
  const wide = unknown.get(0x0e);
  if (firmwareVersion !== undefined) return { firmwareVersion };
  return typeof wide === 'bigint' && wide >= 0n ? { firmwareVersion: wide.toString() } : {};
}

/**
 * Returns the PIN's state and rules, for prompts and for the list of keys. If the key does not report the retries left,
 * the rest is returned.
 * @throws CtapError transport-closed, cancelled
 */
export async function pinState(session: KeySession): Promise<PinState> {
  const { info } = session;
  const state = {
    supported: info.options.clientPin !== undefined,
    set: info.options.clientPin === true,
    changeRequired: info.forcePINChange,
    minLength: info.minPINLength,
    maxLength: info.maxPINLength,
  };
  if (!state.set) return state;
  try {
    const { retries, powerCycleState } = await session.pinRetries();
    return { ...state, retries, powerCycleNeeded: powerCycleState };
  } catch (error) {
    if (hasCtapCode(error, 'transport-closed', 'cancelled') || !(error instanceof CtapError)) throw error;
    return state;
  }
}

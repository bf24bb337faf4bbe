import type { KeyDetails, KeySummary, PinState } from '../../contract/keys.ts';
import type { KeySession } from '../../ctap/session.ts';

/** What a key says of itself in the contract's shape. Asks for the PIN's attempts only where there is a PIN. */
export async function keyDetails(summary: KeySummary, session: KeySession): Promise<KeyDetails> {
  const { info } = session;
  return {
    ...summary,
    aaguid: info.aaguid,
    versions: [...info.versions],
    extensions: [...info.extensions],
    options: { ...info.options },
    pin: await pinState(session),
    pinUvAuthProtocols: [...info.pinUvAuthProtocols],
    algorithms: info.algorithms.map(({ alg }) => alg),
    transports: [...info.transports],
    maxMsgSize: info.maxMsgSize,
    ...(info.firmwareVersion === undefined ? {} : { firmwareVersion: info.firmwareVersion }),
    ...(info.remainingDiscoverableCredentials === undefined
      ? {}
      : { remainingDiscoverableCredentials: info.remainingDiscoverableCredentials }),
    ...(info.longTouchForReset ? { longTouchForReset: true } : {}),
    ...(info.transportsForReset.length > 0 ? { transportsForReset: [...info.transportsForReset] } : {}),
    ...(info.certifications === undefined ? {} : { certifications: { ...info.certifications } }),
    unknownMembers: [...info.unknown.keys()].map(Number),
  };
}

/** The PIN's state and rules, for prompts and for the list of keys. */
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
  const { retries, powerCycleState } = await session.pinRetries();
  return { ...state, retries, powerCycleNeeded: powerCycleState };
}

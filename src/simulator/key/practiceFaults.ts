import type { Faults } from './faults.ts';

/** makeCredential, and a status that no specification defines. */
const ODD_STATUS = { command: 0x01, status: 0x7e };

/** A value with which each switch has an effect. The type requires one for every switch. */
const values = {
  keyFull: true,
  blockedPin: true,
  busy: true,
  silent: true,
  slow: 2000,
  removedInMidMessage: true,
  removedAfterSetPin: true,
  u2fOnly: true,
  wrongRpIdHash: true,
  wrongAaguid: true,
  withoutPresence: true,
  withoutVerification: true,
  ignoresAlgorithms: true,
  ignoresCredProtect: true,
  badAttestationSignature: true,
  badAssertionSignature: true,
  paddedSignature: true,
  attestationAlgorithm: -48,
  attestationFormat: 'tpm',
  attestationFormats: ['none'],
  silentAssertion: 'wants-touch',
  expiredTouch: 'denied',
  noMcGaPermissionsWithClientPin: true,
  pinRefusals: 3,
  wrongPinIsAuthInvalid: true,
  truncatedCbor: true,
  duplicateCborKey: true,
  unsortedCbor: true,
  wideInfo: true,
  wrongChannel: true,
  droppedReport: true,
  wrongSequence: true,
  longReply: true,
  staleReply: true,
  keepAliveFlood: 500,
  noKeepAlives: true,
  touchUnsaid: true,
  noWink: true,
  totalTooHigh: true,
  totalMissing: true,
  nullNames: true,
  statusOnCommand: ODD_STATUS,
} as const satisfies { readonly [Name in keyof Required<Faults>]: unknown };

/** The faults that practice mode offers, by name, the most frequent first. */
export const practiceFaults: ReadonlyMap<string, Faults> = new Map(
  Object.entries(values).map(([name, value]) => [name, { [name]: value } as Faults]),
);

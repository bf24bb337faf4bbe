import type { ListOddity } from './management.ts';

/** How a key contradicts itself in the list of its passkeys. */
const oddities: Readonly<Record<ListOddity, string>> = {
  'total-too-high': 'it announces more than it lists',
  'total-missing': 'it does not say how many there are',
  'item-repeated': 'it lists one twice',
  'item-unreadable': 'one of them cannot be read',
  'name-unreadable': 'a name cannot be read',
  'count-differs': 'it counts another number than it lists',
};

/** Says that a list may not be complete, and why. */
export function inconsistentWords(found: readonly ListOddity[]): string {
  return `The answers of the key contradict each other (${found.map(oddity => oddities[oddity]).join('; ')}). A passkey may be missing here.`;
}

/** How many passkeys are on a key, and how many more fit. */
export function credentialCountWords(count: number, remaining: number | null): string {
  const held = `${count === 1 ? 'One passkey' : `${count} passkeys`} on the key`;
  return remaining === null ? `${held}.` : `${held}; at most ${remaining} more fit.`;
}

/** What a key says of itself, in plain words. */
export const keyWords = {
  facts: {
    model: 'Model',
    certification: 'FIDO certification',
    statuses: 'Status reports',
    manufacturer: 'Manufacturer',
    serial: 'Serial number',
    usb: 'USB vendor and product',
    unknownMembers: 'Members that Keydesk does not know',
    address: 'Address',
    firmware: 'Firmware',
    pin: 'PIN',
    passkeys: 'Free places for passkeys',
    reset: 'Reset',
    userVerification: 'Own user check',
  },
  pinUnsupported: 'This key has no PIN',
  pinNotSet: (min: number) => `Not set; at least ${min} characters`,
  pinSet: (retries?: number) =>
    retries === undefined ? 'Set' : `Set; ${retries === 1 ? 'one attempt' : `${retries} attempts`} left`,
  pinChange: 'Set; must be changed before use',
  pinBlocked: 'Blocked for good; only a reset helps',
  powerCycle: 'Paused after wrong PINs; take the key out and plug it in again',
  longReset: 'Wants a touch of ten seconds',
  resetOver: (transports: string) => `Only over ${transports}`,
  uvReady: 'Ready (for example a fingerprint)',
  uvPossible: 'Possible, not set up',
  uvNone: 'None; the PIN is used',
  algorithms: {
    [-7]: 'ES256',
    [-8]: 'EdDSA',
    [-35]: 'ES384',
    [-36]: 'ES512',
    [-257]: 'RS256',
    [-48]: 'ML-DSA-44',
    [-49]: 'ML-DSA-65',
    [-50]: 'ML-DSA-87',
  } as Readonly<Record<number, string>>,
};

/** Fewer characters tell no key from another. */
const SHORTEST = 4;
const DIGITS = '0123456789abcdef';

/** What makers write where a serial number should be. */
const WORDS = [
  'none',
  'null',
  'unknown',
  'undefined',
  'default',
  'serial',
  'serialnumber',
  'serialno',
  'notavailable',
  'notspecified',
  'tobefilledbyoem',
  'test',
  'sample',
  'abcd',
  'deadbeef',
];

/**
 * Returns the serial number of a USB device where it can be one device's own. Undefined for numbers that makers give to all
 * their devices: empty, one character or pair over and over, zeros around one digit (0001, 1000000000), digits in their order
 * (1234, 0123456789ABCDEF, 87654321), or a word in place of a number.
 */
export function usableSerial(serial: string | undefined): string | undefined {
  const told = serial?.trim() ?? '';
  return isPlaceholder(told.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')) ? undefined : told;
}

function isPlaceholder(text: string): boolean {
  return (
    text.length < SHORTEST ||
    /^(..?)\1*$/u.test(text) ||
    /^0*[^0]0*$/u.test(text) ||
    isSequence(text) ||
    WORDS.includes(text)
  );
}

/** Digits that count up or down by one, from 9 or F around to 0 as well. */
function isSequence(text: string): boolean {
  const around = [DIGITS.slice(0, 10), '1234567890', DIGITS];
  return around.some(digits => {
    const up = digits.repeat(Math.ceil(text.length / digits.length) + 1);
    return up.includes(text) || [...up].reverse().join('').includes(text);
  });
}

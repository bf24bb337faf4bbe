/** Shorter serial numbers are not unique. */
const SHORTEST = 4;
const DIGITS = '0123456789abcdef';

/** Texts that makers use instead of a serial number. */
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
 * Returns the serial number of a USB device if it can be unique. Returns undefined for placeholders that makers use for
 * all their devices: an empty or short number, one character or pair repeated, zeros around one digit (0001,
 * 1000000000), counting digits (1234, 0123456789ABCDEF, 87654321), or a word.
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

/** Returns whether the digits count up or down by one. 0 follows 9 or F. */
function isSequence(text: string): boolean {
  const around = [DIGITS.slice(0, 10), '1234567890', DIGITS];
  return around.some(digits => {
    const up = digits.repeat(Math.ceil(text.length / digits.length) + 1);
    return up.includes(text) || [...up].reverse().join('').includes(text);
  });
}

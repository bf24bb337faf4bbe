/** How a touch went while a finger was being learned, by the statuses of CTAP 2.3, 6.7.4. */
const words: Readonly<Record<string, string>> = {
  GOOD: 'Good.',
  TOO_HIGH: 'Too high: move the finger down a little.',
  TOO_LOW: 'Too low: move the finger up a little.',
  TOO_LEFT: 'Too far left.',
  TOO_RIGHT: 'Too far right.',
  TOO_FAST: 'Too fast: leave the finger on a moment longer.',
  TOO_SLOW: 'Too slow.',
  POOR_QUALITY: 'Not clear: dry the finger and try again.',
  TOO_SKEWED: 'Too slanted: hold the finger straight.',
  TOO_SHORT: 'Too short: leave the finger on a moment longer.',
  MERGE_FAILURE: 'That did not fit the touches before.',
  EXISTS: 'The key knows this finger already.',
  NO_USER_ACTIVITY: 'The key felt no finger.',
  NO_USER_PRESENCE_TRANSITION: 'Lift the finger, then put it down again.',
};

/** In words, what a person should do differently at the next touch. */
export function sampleWords(status: string): string {
  return words[status] ?? 'The key could not use that touch.';
}

import { KeydeskError } from '../contract/errors.ts';

/**
 * What the window of an activation station may ask for: a path of the contract, or all below it.
 * SECURITY: whoever stands at such a station is no member of staff. The core refuses the rest itself; that the window does not
 * show it would be no protection.
 */
const ALLOWED: readonly string[] = [
  'system',
  'settings.get',
  'keys.watch',
  'practice',
  'activation.state',
  'activation.signIn',
  'activation.enterCode',
  'activation.run',
  'activation.answerPin',
  'activation.leave',
];

/** @throws KeydeskError station-locked */
export function checkStation(station: 'desk' | 'activation', path: readonly string[]): void {
  if (station === 'desk') return;
  const asked = path.join('.');
  if (!ALLOWED.some(allowed => asked === allowed || asked.startsWith(`${allowed}.`))) {
    throw new KeydeskError('station-locked');
  }
}

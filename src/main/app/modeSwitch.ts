import { KeydeskError } from '../../contract/errors/errors.ts';
import type { RunningEnrollments } from '../features/enrollment/enrollments.ts';
import type { Runs } from '../features/enrollment/runs.ts';
import type { KeyHost } from '../services/keys/keyHost.ts';
import type { Keys } from '../services/keys/keys.ts';
import type { ShellServices } from './shellServices.ts';

export interface RestartParts {
  enrollments: Pick<RunningEnrollments, 'busy'>;
  runs: Pick<Runs, 'holdPin'>;
  keys: Pick<Keys, 'busy'>;
  keyHost: Pick<KeyHost, 'keys'>;
}

export interface ModeSwitchParts extends RestartParts {
  /** The current mode. */
  practice: boolean;
  restart: ShellServices['restart'];
}

/** Refuses a restart of the core that would end an enrollment, lose a PIN or interrupt a key. @throws KeydeskError mode-busy */
export function refuseRestart({ enrollments, runs, keys, keyHost }: RestartParts): void {
  if (enrollments.busy()) throw new KeydeskError('mode-busy', { enrollment: true });
  if (runs.holdPin()) throw new KeydeskError('mode-busy', { pin: true });
  if (keyHost.keys().some(({ id }) => keys.busy(id))) throw new KeydeskError('mode-busy');
}

/**
 * Returns a function that switches between practice mode and the real tenant. It refuses to switch while a passkey is
 * created, a random PIN has not been seen, or a key is in use. A running import continues at its last page when its
 * mode is opened again. Webhooks and workflows keep their work in the database.
 */
export function createModeSwitch({ practice, restart, ...parts }: ModeSwitchParts) {
  /** @throws KeydeskError mode-busy; invalid-input if there is no window */
  return (wanted: boolean): void => {
    if (restart === undefined) throw new KeydeskError('invalid-input', { detail: 'mode-of-windows' });
    if (wanted === practice) return;
    refuseRestart(parts);
    restart(wanted);
  };
}

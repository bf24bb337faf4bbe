import { KeydeskError } from '../../contract/errors/errors.ts';
import type { RunningEnrollments } from '../features/enrollment/enrollments.ts';
import type { Runs } from '../features/enrollment/runs.ts';
import type { KeyHost } from '../services/keys/keyHost.ts';
import type { Keys } from '../services/keys/keys.ts';
import type { ShellServices } from './shellServices.ts';

export interface ModeSwitchParts {
  /** The present mode. */
  practice: boolean;
  restart: ShellServices['restart'];
  enrollments: Pick<RunningEnrollments, 'busy'>;
  runs: Pick<Runs, 'holdPin'>;
  keys: Pick<Keys, 'busy'>;
  keyHost: Pick<KeyHost, 'keys'>;
}

/**
 * Returns the way from practice mode to the real tenant and back. It refuses while a passkey is made, a random PIN was not seen yet, or a key is worked on. An import
 * that runs goes on at its last page when that mode is opened again; webhooks and workflows keep their work in the database.
 */
export function createModeSwitch({ practice, restart, enrollments, runs, keys, keyHost }: ModeSwitchParts) {
  /** @throws KeydeskError mode-busy; invalid-input where there is no window */
  return (wanted: boolean): void => {
    if (restart === undefined) throw new KeydeskError('invalid-input', { detail: 'mode-of-windows' });
    if (wanted === practice) return;
    if (enrollments.busy()) throw new KeydeskError('mode-busy', { enrollment: true });
    if (runs.holdPin()) throw new KeydeskError('mode-busy', { pin: true });
    if (keyHost.keys().some(({ id }) => keys.busy(id))) throw new KeydeskError('mode-busy');
    restart(wanted);
  };
}

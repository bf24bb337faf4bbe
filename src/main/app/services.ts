import type { NetworkReport } from '../../contract/connections/network.ts';
import type { CheckReport, CheckRequest, OpenPage } from '../../contract/connections/schema.ts';
import type { PracticeState } from '../../contract/practice/schema.ts';
import type { Settings, SettingsChange } from '../../contract/settings/schema.ts';
import type { SystemInfo } from '../../contract/system/schema.ts';
import type { Changes } from '../base/store/changes.ts';
import type { Backups } from '../features/backup/backups.ts';
import type { Connections } from '../features/connections/connections.ts';
import type { Tenants } from '../features/connections/tenants.ts';
import type { RunningEnrollments } from '../features/enrollment/enrollments.ts';
import type { Runs } from '../features/enrollment/runs.ts';
import type { KeyHost } from '../services/keys/keyHost.ts';
import type { Keys } from '../services/keys/keys.ts';
import type { SettingsStore } from '../services/settings/settings.ts';
import type { Desk } from './desk.ts';

/** The parts of the running core, as the router joins them to the contract. */
export interface CoreServices {
  /** What may be asked for depends on it. */
  station: 'desk' | 'activation';
  /** Binds the connected tenant: to be called once, when an operation begins. */
  desk(): Desk;
  readonly settings: SettingsStore;
  readonly changes: Changes;
  readonly connections: Pick<Connections, 'practice'>;
  readonly keyHost: KeyHost;
  readonly keys: Keys;
  readonly enrollments: Pick<RunningEnrollments, 'answer' | 'preferPin'>;
  readonly runs: Runs;
  readonly backups: Backups;
  info(): SystemInfo;
  /** @throws KeydeskError database-newer when a newer Keydesk has taken over the data folder */
  refuseOutdated(): void;
  /** Whether the connected tenant's address answers; null where none is connected. */
  reachable(): Promise<boolean | null>;
  changeSettings(change: SettingsChange): Promise<Settings>;
  setToken(token: string): void;
  /** Tries every host that Keydesk talks to. */
  checkNetwork(signal?: AbortSignal): Promise<NetworkReport>;
  /** @throws KeydeskError mode-busy; invalid-input where there is no window */
  setMode(practice: boolean): void;
  readonly tenants: Tenants;
  checkConnected(request: CheckRequest, signal?: AbortSignal): Promise<CheckReport>;
  /** Opens a page of Microsoft's in the system's browser. @throws KeydeskError browser-unavailable, connection-not-found */
  openAdminPage(page: OpenPage): Promise<void>;
  /** @throws KeydeskError invalid-input outside practice mode */
  practiceState(): PracticeState;
}

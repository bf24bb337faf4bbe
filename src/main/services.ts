import type { CheckReport, CheckRequest, OpenPage } from '../contract/connections.ts';
import type { NetworkReport } from '../contract/network.ts';
import type { PracticeState, Settings, SettingsChange, SystemInfo } from '../contract/system.ts';
import type { Activation } from './activation/activation.ts';
import type { Activity } from './activity/activity.ts';
import type { Assignments } from './assignments/assignments.ts';
import type { Backups } from './backup/backups.ts';
import type { OpenConnections } from './connections.ts';
import type { Directory } from './directory/directory.ts';
import type { ImportedDirectory } from './directory/imported.ts';
import type { PasskeyLists } from './directory/passkeyLists.ts';
import type { Enrollments } from './enrollment/enrollments.ts';
import type { Runs } from './enrollment/runs.ts';
import type { Inventory } from './inventory/inventory.ts';
import type { KeyHost } from './keys/keyHost.ts';
import type { Keys } from './keys/keys.ts';
import type { KeyManagement } from './keys/management/management.ts';
import type { Metadata } from './metadata/metadata.ts';
import type { Policies } from './policy/policies.ts';
import type { SettingsStore } from './settings/settings.ts';
import type { Changes } from './store/changes.ts';
import type { Tenants } from './tenants/tenants.ts';
import type { Webhooks } from './webhooks/webhooks.ts';
import type { Workflows } from './workflows/workflows.ts';

/** The parts of the running core, as the router joins them to the contract. */
export interface CoreServices {
  /** What may be asked for depends on it. */
  station: 'desk' | 'activation';
  activation: Activation;
  readonly settings: SettingsStore;
  readonly changes: Changes;
  readonly connections: OpenConnections;
  readonly keyHost: KeyHost;
  readonly keys: Keys;
  readonly keyManagement: KeyManagement;
  readonly metadata: Metadata;
  readonly directory: Directory;
  readonly imported: ImportedDirectory;
  readonly enrollments: Enrollments;
  readonly runs: Runs;
  readonly policies: Policies;
  readonly activity: Activity;
  readonly backups: Backups;
  readonly assignments: Assignments;
  readonly inventory: Inventory;
  readonly passkeyLists: PasskeyLists;
  readonly webhooks: Webhooks;
  readonly workflows: Workflows;
  info(): SystemInfo;
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

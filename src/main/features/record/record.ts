import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import type { Settings } from '../../../contract/settings/schema.ts';
import type { MergeRule } from '../../base/record/merge/rule.ts';
import type { StationRights } from '../../base/record/roles.ts';
import type { RecordTableNames, RecordTables } from '../../base/record/tables.ts';
import type { Store } from '../../base/store/database.ts';
import type { Migration } from '../../base/store/migrate.ts';
import type { Vault } from '../../services/auth/vault.ts';
import type { DeskKeys } from '../../services/deskKeys/deskKeys.ts';
import type { RecordMeans } from '../../services/record/means.ts';
import type { SharedRecord } from '../../services/record/sharedRecord.ts';
import type { Merging } from './merging.ts';

/** What the commands of the record work with. */
export interface RecordFeatureParts {
  /** Path of keydesk.db. */
  readonly file: string;
  readonly store: Store;
  readonly tables: RecordTables;
  /** All migrations of keydesk.db, and the tables that the desks share: a record is upgraded by them. */
  readonly migrations: readonly Migration[];
  readonly names: RecordTableNames;
  /** How the rows of a desk come into a record that it joins, in their order. */
  readonly merges: readonly MergeRule[];
  readonly merging: Merging;
  /** What a station may do with the shared tables. */
  readonly station: StationRights;
  /** Shared tables whose rows follow from others. They are not brought back to a record that lost them. */
  readonly derived: readonly string[];
  readonly vault: Vault;
  readonly means: RecordMeans;
  /** Returns the connection whose account may get tokens for the record; null if none is set up. */
  readonly connected: () => ConnectionSettings | null;
  readonly record: SharedRecord;
  readonly settings: () => Pick<Settings, 'enrollAway'>;
  readonly deskKeys: Pick<DeskKeys, 'refresh' | 'own' | 'all' | 'trust' | 'remove' | 'leaving' | 'left'>;
  /** Refuses to begin while the core cannot restart. @throws KeydeskError mode-busy */
  readonly refuseRestart: () => void;
  /** Starts the core again with the record as it is now, after the answer of the call has left. Does nothing in a command. */
  readonly restart: () => void;
  /** Resolves when all entries of the activity log are written. */
  readonly activityWritten: () => Promise<void>;
  readonly log: (message: string) => void;
}

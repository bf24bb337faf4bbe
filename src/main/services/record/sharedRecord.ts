import { join } from 'node:path';
import { parseAddress } from '../../base/record/address.ts';
import type { RecordTarget } from '../../base/record/connect.ts';
import { type Feed, startFeed } from '../../base/record/feed.ts';
import { RecordLink } from '../../base/record/link.ts';
import { openMirrorConnection } from '../../base/record/mirrorConnection.ts';
import type { MirrorState, RecordReach } from '../../base/record/state.ts';
import type { RecordTableNames } from '../../base/record/tables.ts';
import type { Store } from '../../base/store/database.ts';
import type { Vault } from '../auth/vault.ts';

/** The record that this desk shares with others. */
export interface SharedRecord {
  /** How the desk stands with the record; undefined if keydesk.db is the record itself. */
  state(): MirrorState | undefined;
  /** Whether the record can be reached now, and why not. */
  readonly sight: Feed['sight'] | undefined;
  /** Looks at the record now. Resolves when the mirror is up to date, or the record is away. */
  look(): Promise<void>;
  close(): Promise<void>;
}

export interface SharedRecordParts {
  readonly folder: string;
  readonly store: Store;
  readonly vault: Vault;
  readonly names: RecordTableNames;
  readonly log: (message: string) => void;
}

/** The name of the record's password in the vault. */
export const RECORD_PASSWORD = 'record-password';

/** Opens the shared record of a data folder, if it has one. It need not be reachable: the desk then works without it. */
export function openSharedRecord({ folder, store, vault, names, log }: SharedRecordParts): SharedRecord {
  const tables = store.recordTables(names);
  const mirror = openMirrorConnection(join(folder, 'keydesk.db'), tables);
  const state = mirror.state();
  if (state === undefined) {
    mirror.close();
    return { state: () => undefined, sight: undefined, look: async () => undefined, close: async () => undefined };
  }
  const options = { target: targetOf(state.reach, vault), mirror, tables, version: store.version, log };
  const link = new RecordLink(options);
  store.database.share({ tables, lease: () => link.lease() });
  let was: boolean | undefined;
  const feed = startFeed(options, ({ isReachable, trouble }) => {
    if (isReachable !== was) log(isReachable ? 'record: reached' : `record: away (${String(trouble)})`);
    was = isReachable;
  });
  return {
    state: mirror.state,
    get sight() {
      return feed.sight;
    },
    look: () => feed.look(),
    close: async () => {
      await feed.close();
      await link.close();
      mirror.close();
    },
  };
}

/** Returns how to reach a record. The password is read from the vault for each connection. */
export function targetOf({ url, ca, signIn }: RecordReach, vault: Pick<Vault, 'read'>): RecordTarget {
  return {
    address: parseAddress(url),
    ca: ca ?? undefined,
    password: signIn === 'password' ? async () => (await vault.read(RECORD_PASSWORD)) ?? '' : undefined,
  };
}

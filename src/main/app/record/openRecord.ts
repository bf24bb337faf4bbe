import { openStore, openStoreInTurn, type Store, type StoreOptions } from '../../base/store/database.ts';
import { migrations } from './migrations.ts';

type RecordOptions = Omit<StoreOptions, 'migrations'>;

/** Opens the record of a data folder, with the tables of all owners. @throws KeydeskError as openStore */
export function openRecord(dataFolder: string, options: RecordOptions = {}, wait?: number): Store {
  return openStore(dataFolder, { ...options, migrations }, wait);
}

/** Opens the record as `openRecord` does, without blocking the event loop. @throws KeydeskError as openStoreInTurn */
export function openRecordInTurn(dataFolder: string, options: RecordOptions = {}): Promise<Store> {
  return openStoreInTurn(dataFolder, { ...options, migrations });
}

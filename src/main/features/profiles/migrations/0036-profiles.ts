import { followTenant } from '../../../base/store/followTenant.ts';

/**
 * Profiles. No index makes names unique, because two names of one tenant may turn out to be the same tenant, and both profiles must then
 * stay.
 */
export const migration = `CREATE TABLE profile (
     id TEXT PRIMARY KEY,
     tenant TEXT NOT NULL,
     name TEXT NOT NULL,
     settings TEXT NOT NULL,
     groups TEXT NOT NULL,
     is_default INTEGER NOT NULL,
     created_at TEXT NOT NULL,
     updated_at TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX profile_tenant ON profile (tenant, created_at, id);
   ${followTenant('profile')}`;

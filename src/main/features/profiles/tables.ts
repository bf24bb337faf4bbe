/** A profile. `settings` and `groups` are JSON (contract/profiles/schema.ts); times are ISO 8601 in UTC. */
interface ProfileTable {
  id: string;
  tenant: string;
  name: string;
  settings: string;
  groups: string;
  /** 1 for the profile of users without one of their own. The newest counts if there are several. */
  is_default: number;
  created_at: string;
  updated_at: string;
}

declare module '../../base/store/schema.ts' {
  interface Schema {
    profile: ProfileTable;
  }
}

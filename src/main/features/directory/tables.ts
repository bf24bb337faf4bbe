/** The passkeys that Entra listed for a user at the last request. `json` is a list of the contract's Passkey. */
export interface PasskeyListTable {
  tenant: string;
  user_id: string;
  json: string;
  count: number;
  /** The latest last use; null if Graph sent none. */
  last_used_at: string | null;
  fetched_at: string;
}

declare module '../../base/store/schema.ts' {
  interface Schema {
    passkey_list: PasskeyListTable;
  }
}

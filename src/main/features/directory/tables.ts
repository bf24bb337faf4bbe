/** The passkeys that Entra held for a user when it was asked last. `json` is a list of the contract's Passkey. */
export interface PasskeyListTable {
  tenant: string;
  user_id: string;
  json: string;
  count: number;
  /** The latest of them, where Graph told any. */
  last_used_at: string | null;
  fetched_at: string;
}

declare module '../../base/store/schema.ts' {
  interface Schema {
    passkey_list: PasskeyListTable;
  }
}

/** The public keys of a desk (publicKey.ts). Anybody who can write to the record can add a row, so a row by itself proves nothing. */
export interface DeskKeyTable {
  fingerprint: string;
  desk: string;
  holder: string;
  box: Uint8Array;
  signing: Uint8Array;
  /** 1 when the desk has left the record or has made other keys. */
  has_left: number;
}

/** What one desk says about the key of another one (statement.ts). It counts where its author is trusted. */
interface DeskStatementTable {
  about: string;
  author: string;
  says: string;
  signature: Uint8Array;
}

declare module '../../base/store/schema.ts' {
  interface Schema {
    desk_key: DeskKeyTable;
    desk_statement: DeskStatementTable;
  }
}

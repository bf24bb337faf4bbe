import type { Generated } from 'kysely';

/** A batch. Times are ISO 8601 in UTC. */
interface BatchTable {
  id: string;
  tenant: string;
  name: string;
  state: string;
  existing: string;
  profile: string | null;
  /** The Keydesk that started it last (base/store/instance.ts). */
  instance: Generated<string>;
  created_at: string;
  updated_at: string;
}

/** One row of a batch (contract/batches/schema.ts). `error` is a Failure as JSON, `replaces` a list of method ids as JSON. */
export interface BatchRowTable {
  id: string;
  batch_id: string;
  line: number;
  /** The order in which rows get their keys. It begins as the line. */
  place: number;
  typed: string;
  user_id: string | null;
  user_principal_name: string | null;
  display_name: string | null;
  serial: string | null;
  name: string | null;
  profile: string | null;
  state: string;
  /** The running Keydesk that works on it (base/store/instance.ts); empty if none does. */
  instance: Generated<string>;
  error: string | null;
  key_product: string | null;
  key_serial: string | null;
  key_aaguid: string | null;
  method_id: string | null;
  enrollment_id: string | null;
  replaces: Generated<string>;
  note: string | null;
  started_at: string | null;
  ended_at: string | null;
  handed_over_at: string | null;
}

/** SECURITY: a PIN that was not handed over yet, sealed by the shell. It is deleted at `expires_at`, in ms since the epoch. */
interface BatchPinTable {
  row_id: string;
  sealed: Uint8Array;
  expires_at: number;
  /** The same for other desks of a shared record (services/deskKeys/copies.ts). */
  copies: Generated<string>;
}

/** SECURITY: the PIN of a key with an unfinished enrollment, whose row has another key by now. As in `batch_pin`. */
interface LeftPinTable {
  enrollment_id: string;
  sealed: Uint8Array;
  expires_at: number;
}

declare module '../../base/store/schema.ts' {
  interface Schema {
    batch: BatchTable;
    batch_row: BatchRowTable;
    batch_pin: BatchPinTable;
    left_pin: LeftPinTable;
  }
}

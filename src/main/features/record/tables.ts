import type { Generated } from 'kysely';

/** A row that the record lost, on its way back to it, as JSON (base/record/giveBack.ts). */
interface RecordReturningTable {
  n: Generated<number>;
  entry: string;
}

declare module '../../base/store/schema.ts' {
  interface Schema {
    record_returning: RecordReturningTable;
  }
}

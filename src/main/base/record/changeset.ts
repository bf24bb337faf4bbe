/**
 * Reads a changeset of SQLite's session extension: which rows a transaction touched. The format is documented in
 * ext/session/sqlite3session.h ("CHANGESET FORMAT") and https://sqlite.org/session/intro.html.
 */

/** A value of a row. A BLOB is a Uint8Array. */
export type Value = string | number | bigint | null | Uint8Array;

export interface RowChange {
  readonly table: string;
  readonly kind: 'insert' | 'update' | 'delete';
  /** The values of the row, by the number of the column: the new row of an insert, the old one otherwise. Undefined where an update did not change a column. */
  readonly values: readonly (Value | undefined)[];
}

/** The first byte of a table's part. Patchsets ('P') are not used. */
const TABLE = 0x54;
const INSERT = 18;
const DELETE = 9;
const UPDATE = 23;

/** @throws Error if the bytes are no changeset */
export function readChangeset(bytes: Uint8Array): RowChange[] {
  const reader = new Reader(bytes);
  const changes: RowChange[] = [];
  let table = '';
  let width = 0;
  while (!reader.isAtEnd) {
    const byte = reader.byte();
    if (byte === TABLE) {
      width = reader.varint();
      reader.skip(width);
      table = reader.zeroEnded();
      continue;
    }
    // Whether a trigger or a foreign key made the change.
    reader.skip(1);
    const values = reader.row(width);
    if (byte === UPDATE) reader.row(width);
    changes.push({ table, kind: kindOf(byte), values });
  }
  return changes;
}

function kindOf(byte: number): RowChange['kind'] {
  if (byte === INSERT) return 'insert';
  if (byte === DELETE) return 'delete';
  if (byte === UPDATE) return 'update';
  throw new Error('not a changeset');
}

const text = new TextDecoder();

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  byte(): number {
    return this.#view.getUint8(this.#at++);
  }

  skip(count: number): void {
    this.#at += count;
  }

  /** A number of 1 to 9 bytes, as SQLite stores them: 7 bits a byte, the highest first, all 8 bits of a ninth. */
  varint(): number {
    let value = 0n;
    for (let n = 0; n < 9; n++) {
      const byte = this.byte();
      if (n === 8) return Number((value << 8n) | BigInt(byte));
      value = (value << 7n) | BigInt(byte & 0x7f);
      if (byte < 0x80) break;
    }
    return Number(value);
  }

  zeroEnded(): string {
    const end = this.#bytes.indexOf(0, this.#at);
    const name = text.decode(this.#bytes.subarray(this.#at, end));
    this.#at = end + 1;
    return name;
  }

  row(width: number): (Value | undefined)[] {
    return Array.from({ length: width }, () => this.#value());
  }

  #value(): Value | undefined {
    const type = this.byte();
    if (type === 0) return undefined;
    if (type === 1) return this.#integer();
    if (type === 2) return this.#view.getFloat64(this.#advance(8));
    if (type === 3) return text.decode(this.#counted());
    if (type === 4) return Uint8Array.from(this.#counted());
    if (type === 5) return null;
    throw new Error('not a changeset');
  }

  #integer(): number | bigint {
    const value = this.#view.getBigInt64(this.#advance(8));
    return BigInt.asIntN(53, value) === value ? Number(value) : value;
  }

  #counted(): Uint8Array {
    const length = this.varint();
    return this.#bytes.subarray(this.#advance(length), this.#at);
  }

  /** Moves on, and returns the place before. */
  #advance(count: number): number {
    const at = this.#at;
    this.#at += count;
    return at;
  }
}

import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import type { RecordClient } from './connect.ts';
import type { MirrorConnection } from './mirrorConnection.ts';
import { KEPT_HERE, SCHEMA } from './recordSchema.ts';
import type { MirrorState } from './state.ts';

/**
 * Returns what distinguishes a file from its copies, on this computer and on others. A file that is moved stays the same. It names nothing that leaves this
 * computer.
 */
export function placeOf(file: string): string {
  const { ino } = statSync(file, { bigint: true });
  return createHash('sha256').update(`${computer()} ${ino}`).digest('hex');
}

function computer(): string {
  try {
    return readFileSync('/etc/machine-id', 'utf8').trim();
  } catch {
    // Only Linux has it.
    return hostname();
  }
}

/**
 * Gives a data folder a new desk's id if it is a copy: of a folder on another computer, which may still be in use, or of a backup. Two desks with one id would
 * take each other's work for their own. A copy over the old file is noticed later (`settleDesk`).
 */
export async function settlePlace(
  mirror: MirrorConnection,
  file: string,
  log: (message: string) => void,
): Promise<void> {
  const place = placeOf(file);
  if (mirror.state() === undefined || mirror.state()?.place === place) return;
  await mirror.settle(place, ({ place: known }) => known !== undefined && known !== place);
  log('record: this data folder is new at its place');
}

/**
 * Adds a desk with a new id to the record. Gives it one if the record has later writes of this desk than the folder: it was replaced by an older copy.
 * @param mayNote Whether the role may add desks
 */
export async function settleDesk(client: RecordClient, mirror: MirrorConnection, mayNote: boolean): Promise<void> {
  const before = mirror.state();
  if (before === undefined || !mayNote) return;
  const { rows } = await client.query<{ revision: number }>(`SELECT revision FROM ${SCHEMA}.kept WHERE ${KEPT_HERE}`, [
    before.desk,
  ]);
  const written = rows[0]?.revision ?? 0;
  // A desk that ends between the two commits of a write is one revision behind. It gets the rest from the record.
  const isOlder = ({ desk, revision }: MirrorState) => desk === before.desk && written > revision + 1;
  if (isOlder(before)) await mirror.settle(before.place ?? '', isOlder);
  const state = mirror.state();
  if (state?.former === undefined) return;
  await client.query(
    `INSERT INTO ${SCHEMA}.desk (id, name, version) SELECT $1, name || ' (2)', version FROM ${SCHEMA}.desk WHERE id = $2
     ON CONFLICT (id) DO NOTHING`,
    [state.desk, state.former],
  );
}

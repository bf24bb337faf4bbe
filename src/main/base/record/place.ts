import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import type { RecordClient } from './connect.ts';
import { takeDesk } from './desks.ts';
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
 * Adds a desk with a new id to the record, and one that the record does not have. Gives a desk a new id if the record has later writes of it than the folder, which was replaced by an older
 * copy; or if it belongs to another role that has not handed it over.
 * @param mayNote Whether the role may add desks
 */
export async function settleDesk(client: RecordClient, mirror: MirrorConnection, mayNote: boolean): Promise<void> {
  const before = mirror.state();
  if (before === undefined || !mayNote) return;
  const { rows } = await client.query<{ revision: number }>(`SELECT revision FROM ${SCHEMA}.kept WHERE ${KEPT_HERE}`, [
    before.desk,
  ]);
  const written = rows[0]?.revision ?? 0;
  const isSame = ({ desk }: MirrorState) => desk === before.desk;
  // A desk that ends between the two commits of a write is one revision behind. It gets the rest from the record.
  const isOlder = (state: MirrorState) => isSame(state) && written > state.revision + 1;
  const belongs = await takeDesk(client, before.desk);
  if (isOlder(before)) await mirror.settle(before.place ?? '', isOlder);
  else if (belongs === 'foreign') await mirror.settle(before.place ?? '', isSame);
  const state = mirror.state();
  if (state === undefined || (state.desk === before.desk && belongs === 'own')) return;
  await client.query(
    `INSERT INTO ${SCHEMA}.desk (id, name, version)
     SELECT $1, coalesce((SELECT name || ' (2)' FROM ${SCHEMA}.desk WHERE id = $2), $3), coalesce((SELECT version FROM ${SCHEMA}.desk WHERE id = $2), version)
     FROM ${SCHEMA}.record ON CONFLICT (id) DO NOTHING`,
    [state.desk, state.former ?? null, hostname()],
  );
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { openRecord } from '../../src/main/app/record/openRecord.ts';
import { sharedTables } from '../../src/main/app/record/sharedTables.ts';
import { PASSWORD, type Postgres } from '../../test/postgres.ts';
import type { Figure } from '../figure.ts';
import { startPeer } from '../peer.ts';
import type { DeskAnswer, DeskQuestion } from './deskPeer.ts';
import { fillFolder } from './fill.ts';

const ASSIGNMENTS = 100_000;
const ENTRIES = 1_000_000;
/** How many rows the floor inserts at a time. */
const PIECE = 2000;
/** In MB. */
const MOST_MEMORY = 200;

/** A desk that joins a large record, compared with a COPY out of PostgreSQL and a plain insert of the same rows into SQLite. */
export async function firstMirrorFigures(postgres: Postgres): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  try {
    const [first, second, plain] = ['first', 'second', 'plain'].map(name => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const url = await postgres.database('mirror');
    await fillFolder(first, ASSIGNMENTS, ENTRIES);
    const made = await atDesk({ folder: first, step: 'create', url });
    const joined = await atDesk({ folder: second, step: 'join', url });
    const [out, into] = [await copyOut(postgres.port, 'mirror'), await insertPlainly(first, plain)];
    const name = `${ASSIGNMENTS.toLocaleString('en')} assignments, ${ENTRIES.toLocaleString('en')} entries of the log`;
    return [
      {
        name: `first mirror of ${name}`,
        value: joined.ms,
        unit: 'ms',
        floor: { name: 'COPY out and plain inserts', value: out + into },
        goal: 3,
        note: `COPY ${Math.round(out)} ms, inserts ${Math.round(into)} ms; making the record ${Math.round(made.ms)} ms`,
      },
      {
        name: 'memory that joining needs',
        value: joined.memory - joined.before,
        unit: 'MB',
        floor: { name: 'the most that is allowed', value: MOST_MEMORY },
        goal: 1,
        note: `the process had ${Math.round(joined.before)} MB before; making the record needs ${Math.round(made.memory - made.before)} MB`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function atDesk(question: DeskQuestion): Promise<DeskAnswer> {
  const peer = startPeer<DeskQuestion, DeskAnswer>('record/deskPeer.ts');
  try {
    return await peer.ask(question);
  } finally {
    peer.close();
  }
}

/** Reads all tables of a record, and drops what comes. Returns the time in ms. */
async function copyOut(port: number, database: string): Promise<number> {
  const client = new pg.Client({ host: '127.0.0.1', port, database, user: 'desk', password: PASSWORD });
  await client.connect();
  const began = performance.now();
  for (const table of sharedTables.shared) {
    for await (const _ of client.query(copyTo(`COPY keydesk."${table}" TO STDOUT`)));
  }
  const took = performance.now() - began;
  await client.end();
  return took;
}

/** Inserts the rows of one data folder into a new one, with the same indexes and without triggers. Returns the time of the inserts in ms. */
async function insertPlainly(from: string, to: string): Promise<number> {
  await openRecord(to).close();
  const source = new DatabaseSync(join(from, 'keydesk.db'), { readOnly: true });
  const target = new DatabaseSync(join(to, 'keydesk.db'), { enableForeignKeyConstraints: false });
  target.exec('INSERT INTO record_applying (one) VALUES (1); BEGIN');
  for (const table of sharedTables.shared) target.exec(`DELETE FROM "${table}"`);
  let took = 0;
  for (const table of sharedTables.shared) {
    const select = source.prepare(`SELECT * FROM "${table}"`);
    select.setReturnArrays(true);
    const insert = target.prepare(
      `INSERT INTO "${table}" VALUES (${select
        .columns()
        .map(() => '?')
        .join(', ')})`,
    );
    for (const rows of pieces(select.iterate() as unknown as Iterable<(string | number | null)[]>)) {
      const began = performance.now();
      for (const row of rows) insert.run(...row);
      took += performance.now() - began;
    }
  }
  const began = performance.now();
  target.exec('COMMIT');
  took += performance.now() - began;
  source.close();
  target.close();
  return took;
}

function* pieces<T>(rows: Iterable<T>): Generator<T[]> {
  let piece: T[] = [];
  for (const row of rows) {
    piece.push(row);
    if (piece.length < PIECE) continue;
    yield piece;
    piece = [];
  }
  yield piece;
}

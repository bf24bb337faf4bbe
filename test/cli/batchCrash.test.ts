import { cpSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { keydesk } from './run.ts';

// Each command is a process of its own.
vi.setConfig({ testTimeout: 600_000 });

const killedAt = pathToFileURL(join(import.meta.dirname, '../killedAt.ts')).href;
/** The writes after which the batch is killed. KEYDESK_ALL_WRITES=1 kills it after every one. */
const STRIDE = process.env.KEYDESK_ALL_WRITES === '1' ? 1 : 17;
const FIRST = 2;
/** More writes than a batch of these users makes. */
const MOST = 120;
const USERS = [1, 2, 3].map(n => `user${n}@contoso.example`);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-batch-crash-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(args: readonly string[], killAfter = 0) {
  const { code, stdout } = await keydesk(['--practice', '--data', folder, '--json', ...args], {
    env: {
      KEYDESK_SEALING_KEY: 'a key that is long enough to seal with it',
      NODE_OPTIONS: `--import=${killedAt}`,
      KEYDESK_KILLED_AT: killAfter === 0 ? '' : `main:after:${killAfter}`,
    },
  });
  return { killed: code === null, answer: stdout === '' ? {} : JSON.parse(stdout) };
}

function all(sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(join(folder, 'practice', 'keydesk.db'), { readOnly: true });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

describe('a batch that is killed', () => {
  test('after any write goes on where it stood: one passkey for each user, and a PIN for each key', async () => {
    await run(['profiles', 'create', '--name', 'Desk', '--pin', 'random-digits:8', '--default']);
    const file = join(folder, 'users.csv');
    writeFileSync(file, USERS.join('\n'));
    const { id } = (await run(['batch', 'create', '--from', file])).answer.batch;
    const start = `${folder}-start`;
    renameSync(folder, start);
    onTestFinished(() => rmSync(start, { recursive: true, force: true }));

    let killed = true;
    for (let after = FIRST; killed && after <= MOST; after += STRIDE) {
      rmSync(folder, { recursive: true, force: true });
      cpSync(start, folder, { recursive: true });
      ({ killed } = await run(['batch', 'run', '--id', id], after));
      const { answer } = await run(['batch', 'run', '--id', id]);
      const states = answer.rows.map((row: { state: string; error?: { code: string } }) => [
        row.state,
        row.error?.code,
      ]);
      // Only a row whose key was lost with its Keydesk may be left, and it says so.
      const left = states.filter(([state]: [string]) => state !== 'done');
      expect(left.length, `killed after write ${after}: ${JSON.stringify(states)}`).toBeLessThanOrEqual(1);
      const active = all("SELECT user_id, count(*) AS n FROM assignment WHERE state = 'active' GROUP BY user_id");
      expect(active.every(({ n }) => n === 1)).toBe(true);
      // A passkey that was registered and not proven is active, and its row waits for its key to prove it.
      expect(active.length).toBeGreaterThanOrEqual(USERS.length - left.length);
      const [pins] = all(
        "SELECT count(*) AS n FROM batch_pin p JOIN batch_row r ON r.id = p.row_id WHERE r.state = 'done'",
      );
      expect(pins?.n, `killed after write ${after}`).toBe(USERS.length - left.length);
    }
    expect(killed).toBe(false);
  });
});

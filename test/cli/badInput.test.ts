import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wordsFor } from '../../src/contract/errors/words.ts';
import { openStage, PIN, type Stage, USER } from '../badInput/desk.ts';
import { graphRows, keyRows, pinRows, type Row } from '../badInput/rows.ts';
import { keydesk } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'keydesk-cli-bad-'));
let stage: Stage;
let runs = 0;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
});

const rows: readonly Row[] = [
  { name: 'an unknown user', code: 'user-not-found', user: 'nobody@contoso.example' },
  { name: 'a PIN that is too short', code: 'pin-breaks-rule', blank: true, pin: '123' },
  { name: 'a PIN that is too long', code: 'pin-breaks-rule', blank: true, pin: 'x'.repeat(64) },
  ...graphRows,
  ...keyRows,
  ...pinRows,
];

function once<T>(act: (argument: T) => unknown): (argument: T) => void {
  let done = false;
  return argument => {
    if (!done) act(argument);
    done = true;
  };
}

/** `keydesk enroll` at the stage, in a process of its own. */
function enroll(row: Partial<Row>, keys: string) {
  const args = ['enroll', '--user', row.user ?? USER, '--pin-stdin', '--graph', stage.graph.url, '--json'];
  return keydesk([...args, '--data', join(folder, `${runs++}`)], {
    stdin: `${row.pin ?? PIN}\n`,
    env: { KEYDESK_GRAPH_TOKEN: stage.graph.token, KEYDESK_UDP_KEYS: keys },
  });
}

describe('keydesk enroll says what went wrong and leaves nothing behind', () => {
  test.each(rows)('$name: $code', async row => {
    const arranged = await stage.set(row);
    await row.arrange?.(arranged);
    const { credentialCount } = arranged.key.state();
    const methods = stage.graph.state.methods.length;
    const { code, stdout, stderr } = await enroll(row, stage.address);
    expect(code).toBe(1);
    const { ok, error, cleanedUp } = JSON.parse(stdout);
    expect({ ok, code: error.code, cleanedUp }).toEqual({ ok: false, code: row.code, cleanedUp: true });
    expect(error.next).toBe(wordsFor({ code: row.code, params: {} }, 'command').next);
    expect(error.message).toContain(row.says ?? '');
    expect(arranged.key.state().credentialCount).toBe(credentialCount);
    expect(stage.graph.state.methods).toHaveLength(methods);
    expect(stdout + stderr).not.toContain(stage.graph.token);
    expect(stdout + stderr).not.toContain(row.pin ?? PIN);
  });

  test('no key: no-key', async () => {
    const { code, stdout } = await enroll({}, '');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'no-key' } });
  });

  test('two keys and no choice: several-keys', async () => {
    const { code, stdout } = await enroll({}, `${stage.address},1:2`);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'several-keys', next: expect.stringContaining('--key') },
    });
  });

  test('a slow answer: Ctrl-C ends the waiting', async () => {
    const { graph } = await stage.set({});
    graph.faults.add({ path: 'creationOptions', delayMs: 60_000 });
    const args = ['enroll', '--user', USER, '--pin-stdin', '--graph', graph.url, '--data', join(folder, 'slow')];
    const { code, stdout } = await keydesk([...args, '--json'], {
      stdin: `${PIN}\n`,
      env: { KEYDESK_GRAPH_TOKEN: graph.token, KEYDESK_UDP_KEYS: stage.address },
      onStderr: once(child => child.kill('SIGINT')),
    });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'cancelled' }, cleanedUp: true });
  });
});

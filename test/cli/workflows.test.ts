import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { keydesk } from './run.ts';

// Each command is a process of its own.
vi.setConfig({ testTimeout: 180_000 });

const USERS = 400;
let folder: string;
let graph: GraphSimulator;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-workflows-'));
  graph = await startGraphSimulator({ users: USERS, teams: 6 });
});
afterEach(async () => {
  await graph.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(args: readonly string[], onStart?: (child: ChildProcess) => void) {
  const { code, stdout } = await keydesk([...args, '--graph', graph.url, '--data', folder, '--json'], {
    env: { KEYDESK_GRAPH_TOKEN: graph.token },
    ...(onStart === undefined ? {} : { onStart }),
  });
  return { code, answer: stdout === '' ? {} : JSON.parse(stdout) };
}
const workflows = (...args: string[]) => run(['workflows', ...args]);

function all(sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(join(folder, 'keydesk.db'), { readOnly: true });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

describe('keydesk workflows', () => {
  test('creates, shows, lists, switches, runs and deletes; an import sets it off', async () => {
    const submitted = await workflows('create', '--name', 'New people', '--trigger', 'user-imported');
    expect(submitted).toMatchObject({ code: 0, answer: { ok: true, preview: { asOf: null } } });
    const { id } = submitted.answer.workflow;
    expect((await run(['import'])).code).toBe(0);
    const { workflows: list } = (await workflows('list')).answer;
    expect(list).toMatchObject([{ id, state: 'enabled', version: 1 }]);
    expect(list[0].counts.assigned + list[0].counts.skipped).toBe(USERS);
    const shown = (await workflows('show', id)).answer;
    expect(shown).toMatchObject({ preview: { users: USERS, primary: 0 }, versions: [{ version: 1 }] });

    const team = await workflows(
      ...['create', '--name', 'Team', '--group', 'team 2', '--existing', 'backup', '--dry-run'],
      ...['--counted', 'security-key', 'authenticator'],
    );
    expect(team.answer).toMatchObject({
      ok: true,
      draft: { group: { name: 'Team 2' }, existing: 'backup', counted: ['security-key', 'authenticator'] },
    });
    expect((await workflows('create', '--name', 'X', '--counted', 'smoke-signal')).code).toBe(2);
    expect((await workflows('create', '--name', 'X', '--group', 'no such group')).answer.error.code).toBe(
      'workflow-group-unknown',
    );
    expect((await workflows('create', '--name', 'X', '--trigger', 'sunrise')).code).toBe(2);

    expect((await workflows('disable', id)).answer.workflow.state).toBe('disabled');
    expect((await workflows('run', id)).answer.error.code).toBe('workflow-disabled');
    await workflows('enable', id);
    expect((await workflows('run', id)).answer).toMatchObject({ ok: true, preview: { primary: 0 } });
    const { runs } = (await workflows('runs', '--user', 'user3@contoso.example')).answer;
    expect(runs).toMatchObject([
      { occasion: 'run-now', state: 'skipped', reason: 'already-assigned' },
      { occasion: 'event', state: 'assigned' },
    ]);
    expect((await workflows('retry', String(runs[0].n))).answer.error.code).toBe('workflow-run-not-found');
    expect((await workflows('delete', id)).code).toBe(0);
    expect((await workflows('show', id)).answer.error.code).toBe('workflow-not-found');
    expect((await workflows('list')).answer.workflows).toEqual([]);
  });
});

describe('keydesk workflows edit and duplicate', () => {
  test('make a new version and leave old runs theirs; a copy is not enabled yet', async () => {
    await workflows('create', '--name', 'New people', '--trigger', 'user-imported');
    await run(['import']);
    const [{ id }] = (await workflows('list')).answer.workflows;

    const dry = await workflows('edit', id, '--group', 'team 2', '--dry-run');
    expect(dry.answer).toMatchObject({ ok: true, draft: { name: 'New people', group: { name: 'Team 2' } } });
    expect(dry.answer.preview.users).toBeLessThan(USERS);
    expect((await workflows('show', id)).answer.workflow).toMatchObject({ version: 1, group: null });

    const edited = (await workflows('edit', id, '--group', 'Team 2', '--existing', 'backup')).answer;
    expect(edited.workflow).toMatchObject({ id, version: 2, existing: 'backup', trigger: 'user-imported' });
    const renamed = (await workflows('edit', id, '--name', 'All of them', '--everybody')).answer;
    expect(renamed.workflow).toMatchObject({ version: 3, name: 'All of them', group: null, existing: 'backup' });
    const { runs } = (await workflows('runs', '--user', 'user3@contoso.example')).answer;
    expect(runs).toMatchObject([{ version: 1, workflowName: 'New people', state: 'assigned' }]);
    const { versions } = (await workflows('show', id)).answer;
    expect(versions.map((one: { name: string }) => one.name)).toEqual(['All of them', 'New people', 'New people']);

    const copy = (await workflows('duplicate', id)).answer.workflow;
    expect(copy).toMatchObject({ name: 'All of them (copy)', version: 1, state: 'disabled', existing: 'backup' });
    expect((await workflows('list')).answer.workflows).toMatchObject([{ id }, { id: copy.id }]);
  });

  test('refuse what cannot be, and change nothing then', async () => {
    const { id } = (await workflows('create', '--name', 'Keys')).answer.workflow;
    expect((await workflows('edit', id)).code).toBe(2);
    expect((await workflows('edit', id, '--dry-run')).code).toBe(2);
    expect((await workflows('edit', id, '--trigger', 'sunrise')).code).toBe(2);
    expect((await workflows('edit', id, '--group', 'x', '--everybody')).code).toBe(2);
    expect((await workflows('edit', id, '--group', 'no such group')).answer.error.code).toBe('workflow-group-unknown');
    expect((await workflows('edit', 'nobody', '--name', 'X')).answer.error.code).toBe('workflow-not-found');
    expect((await workflows('duplicate', 'nobody')).answer.error.code).toBe('workflow-not-found');
    expect((await workflows('list')).answer.workflows).toMatchObject([{ id, version: 1 }]);
  });
});

describe('killed at a change of the engine’s state', () => {
  const countOf = (rows: string, over: number) => `SELECT 1 WHERE (SELECT count(*) FROM ${rows}) > ${over}`;

  /** Runs a command and kills it as soon as the database shows that. */
  async function killedWhen(args: readonly string[], sql: string): Promise<number | null> {
    const database = new DatabaseSync(join(folder, 'keydesk.db'), { readOnly: true });
    const question = database.prepare(sql);
    let timer: NodeJS.Timeout | undefined;
    const { code } = await run(args, child => {
      timer = setInterval(() => question.get() !== undefined && child.kill('SIGKILL'), 1);
    });
    clearInterval(timer);
    database.close();
    return code;
  }

  test('nothing is lost and nothing happens twice: events, runs, a pass over all users', async () => {
    const submitted = await workflows('create', '--name', 'New people', '--trigger', 'user-imported');
    const { id } = submitted.answer.workflow;
    const imported = "event WHERE type = 'user.imported'";
    const codes = [
      await killedWhen(['import'], countOf(imported, 0)),
      await killedWhen(['import'], countOf(imported, 320)),
      await killedWhen(['import'], countOf('workflow_run', 0)),
      await killedWhen(['import'], countOf('workflow_run', 250)),
    ];
    // Not killed, it was done before anybody saw.
    expect(codes.filter(code => code === null).length).toBeGreaterThanOrEqual(2);
    expect((await run(['import'])).code).toBe(0);
    expectWhole(USERS);

    await workflows('disable', id);
    const second = await workflows('create', '--name', 'Backups', '--trigger', 'user-imported', '--existing', 'backup');
    const other = second.answer.workflow.id;
    await killedWhen(['workflows', 'run', other], 'SELECT 1 FROM workflow_pass');
    await killedWhen(['workflows', 'runs'], 'SELECT 1 FROM workflow_pass WHERE place > 0');
    await workflows('runs');
    const passed = all('SELECT user_id FROM workflow_run WHERE occasion IN (SELECT id FROM workflow_pass)');
    const passes = all('SELECT finished_at FROM workflow_pass');
    expect(passes.every(({ finished_at }) => finished_at !== null)).toBe(true);
    expect(passed).toHaveLength(USERS * passes.length);
    expect((await run(['activity', 'verify'])).code).toBe(0);
  });

  function expectWhole(users: number): void {
    expect(all("SELECT id FROM event WHERE type = 'user.imported'")).toHaveLength(users);
    const runs = all('SELECT user_id, state FROM workflow_run');
    expect(new Set(runs.map(({ user_id }) => user_id)).size).toBe(users);
    expect(runs).toHaveLength(users);
    const assigned = runs.filter(({ state }) => state === 'assigned').length;
    expect(all('SELECT id FROM assignment')).toHaveLength(assigned);
    expect(all("SELECT id FROM event WHERE type = 'passkey.assigned'")).toHaveLength(assigned);
    expect(all("SELECT seq FROM activity WHERE kind = 'passkey-assigned'")).toHaveLength(assigned);
  }
});

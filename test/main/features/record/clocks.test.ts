import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../../../src/simulator/graph/server.ts';
import { noPostgres, type Postgres, startPostgres } from '../../../postgres.ts';
import { startTcpProxy } from '../../../tcpProxy.ts';
import type { BusDesk } from '../../services/keys/busDesk.ts';
import { openDeskOf, user } from './enrolling.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

let postgres: Postgres;
let graph: GraphSimulator;
let url: string;
let desk: BusDesk;
let made = 0;
beforeAll(async () => {
  if (noPostgres === null) postgres = await startPostgres();
});
afterAll(() => postgres?.close());
afterEach(() => {
  vi.useRealTimers();
});

const realNow = Date.now.bind(Date);
/** Sets the clock of this computer wrong. Only `Date`: the server and steady clocks go on. */
const setWrong = (ms: number) => {
  vi.useFakeTimers({ toFake: ['Date'], now: realNow() + ms });
};
/** Returns how far a time is from the right one, in ms. */
const off = (time: string | null | undefined, expected = realNow()) => Math.abs(Date.parse(time ?? '') - expected);

describe.skipIf(noPostgres !== null)('a desk of a record', () => {
  beforeEach(async () => {
    graph = await startGraphSimulator({ users: 10 });
    url = await postgres.database(`clock${++made}`);
    desk = await openDeskOf(graph);
    await desk.client.record.create({ url, name: 'A' });
    await desk.restart();
    await desk.client.record.show();
  });

  test.each([5 * HOUR, -5 * HOUR])('whose clock is %d ms off writes the record’s time', async wrong => {
    setWrong(wrong);
    await desk.client.assignments.assign({ user: user(1) });
    const { expiresAt } = await desk.client.activation.codes.make({ user: user(1), hours: 2 });
    const [assignment] = (await desk.client.assignments.list({})).assignments;
    const { entries } = await desk.client.activity.list({});
    expect(off(assignment?.createdAt)).toBeLessThan(MINUTE);
    expect(off(expiresAt, realNow() + 2 * HOUR)).toBeLessThan(MINUTE);
    expect(entries.every(({ at }) => off(at) < MINUTE)).toBe(true);
  });

  test('whose clock is ahead expires neither a code nor an assignment of another desk', async () => {
    const soon = new Date(realNow() + 2 * HOUR).toISOString();
    await desk.client.assignments.assign({ user: user(1), expiresAt: soon });
    const { code } = await desk.client.activation.codes.make({ user: user(2), hours: 2 });
    setWrong(5 * HOUR);
    const ahead = await openDeskOf(graph);
    await ahead.client.record.join({ url, name: 'Ahead' });
    await ahead.restart();
    const { assignments } = await ahead.client.assignments.list({});
    expect(assignments.map(({ state }) => state)).toEqual(['pending']);
    expect((await ahead.client.activation.codes.list()).map(({ state }) => state)).toEqual(['open']);
    await ahead.client.activation.enterCode({ user: user(2), code });
  });

  test('whose clock is behind accepts no code that has expired', async () => {
    const { id, code } = await desk.client.activation.codes.make({ user: user(1), hours: 1 });
    await desk.client.activation.codes.list();
    const ended = new Date(realNow() - MINUTE).toISOString();
    await postgres.query(
      `clock${made}`,
      `SELECT keydesk.record((SELECT max(n) + 1 FROM keydesk.revision), gen_random_uuid(), (SELECT id FROM keydesk.desk LIMIT 1),
         (SELECT json_build_object('rows', json_build_object('activation_code', json_agg(r)), 'removed', '{}'::json, 'numbers', '{}'::json)
          FROM (SELECT (to_jsonb(c) - 'revision') || jsonb_build_object('expires_at', '${ended}') AS r FROM keydesk.activation_code c WHERE id = '${id}') x),
         '{"rows": {}, "removed": {}, "numbers": {}}'::json)`,
    );
    setWrong(-5 * HOUR);
    await expect.poll(async () => (await desk.client.activation.codes.list())[0]?.state).toBe('expired');
    await expect(desk.client.activation.enterCode({ user: user(1), code })).rejects.toMatchObject({
      data: { code: expect.stringMatching(/^activation-code/) },
    });
  });

  test('keeps the record’s time while the record is away, and after a restart', async () => {
    const proxy = await startTcpProxy(postgres.port);
    const away = await openDeskOf(graph);
    setWrong(-5 * HOUR);
    await away.client.record.join({ url: url.replace(String(postgres.port), String(proxy.port)), name: 'Away' });
    await away.restart();
    await away.client.record.show();
    const soon = new Date(realNow() + HOUR).toISOString();
    await away.client.assignments.assign({ user: user(1), expiresAt: soon });
    proxy.cut();
    await away.restart();
    // By this computer's clock, the expiry is six hours away, and the time below is in the future.
    const past = new Date(realNow() - HOUR).toISOString();
    await expect(away.client.assignments.assign({ user: user(2), expiresAt: past })).rejects.toMatchObject({
      data: { code: 'expiry-over', params: { now: expect.any(String) } },
    });
    proxy.mend();
    await proxy.close();
  });
});

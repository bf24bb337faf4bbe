import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnrollmentResult } from '../../../../src/contract/enrollment/schema.ts';
import type { ReportEvent } from '../../../../src/contract/reconciliation/schema.ts';
import { registrantAt } from '../../../../src/main/features/reconciliation/registrants.ts';
import type { Desk } from '../enrollment/desk.ts';
import { importChanges, openMadeDesk } from './desk.ts';
import { deleteElsewhere, registerElsewhere } from './foreign.ts';

let desk: Desk;
let made: EnrollmentResult;
beforeEach(async () => {
  ({ desk, made } = await openMadeDesk());
});
afterEach(() => desk.close());

const OTHERS = Array.from({ length: 12 }, (_, i) => `user${i + 10}@contoso.example`);

async function report(): Promise<ReportEvent[]> {
  const events: ReportEvent[] = [];
  for await (const event of await desk.client.reconciliation.report()) events.push(event);
  return events;
}
const progress = (events: readonly ReportEvent[]) => events.filter(event => event.type === 'progress');

describe('the report of a tenant', () => {
  test('compares users with an assignment and imported users with a security key, and tells how far it is', async () => {
    for (const user of OTHERS) registerElsewhere(desk.graph, user);
    await importChanges(desk);
    deleteElsewhere(desk.graph, made.credentialId);
    const events = await report();
    expect(events.at(-1)).toEqual({ type: 'done', users: 13, audit: null, more: 0 });
    const told = progress(events);
    expect(told.map(({ done }) => done)).toEqual(Array.from({ length: 13 }, (_, i) => i + 1));
    const found = told.flatMap(({ differences }) => differences).map(({ kind }) => kind);
    expect(found.toSorted()).toEqual(['not-in-entra', ...OTHERS.map(() => 'not-recorded')]);
    const { differences, users } = await desk.client.reconciliation.compare({});
    expect([users, differences.length]).toEqual([13, 13]);
  });

  test('names a user whose passkeys cannot be read, and compares the others', async () => {
    for (const user of OTHERS) registerElsewhere(desk.graph, user);
    await importChanges(desk);
    const { id } = desk.graph.tenant.find(OTHERS[3] ?? '') ?? {};
    desk.graph.faults.add({ method: 'GET', path: `${id}/authentication`, status: 404, times: 2 });
    const told = progress(await report());
    expect(told.flatMap(({ unread }) => unread)).toMatchObject([
      { user: OTHERS[3], error: { code: 'user-not-found' } },
    ]);
    expect(told.flatMap(({ differences }) => differences)).toHaveLength(11);
  });

  test('names a user whom the sign-in may not read, and compares the others', async () => {
    for (const user of OTHERS) registerElsewhere(desk.graph, user);
    await importChanges(desk);
    const { id } = desk.graph.tenant.find(OTHERS[3] ?? '') ?? {};
    desk.graph.faults.add({ method: 'GET', path: `${id}/authentication`, status: 403, times: 4 });
    const events = await report();
    expect(events.at(-1)).toMatchObject({ type: 'done' });
    expect(progress(events).flatMap(({ unread }) => unread)).toMatchObject([
      { user: OTHERS[3], error: { code: 'graph-forbidden' } },
    ]);
  });

  test('ends with the reason if no user can be read, without asking for each of them', async () => {
    const { tenant } = desk.graph;
    tenant.addUsers(30);
    for (let n = 3; n <= 90; n++) registerElsewhere(desk.graph, tenant.user(n).userPrincipalName);
    await importChanges(desk);
    desk.graph.faults.add({ method: 'GET', path: '/authentication/fido2Methods', status: 403, times: 400 });
    const events = await report();
    expect(events.at(-1)).toMatchObject({ type: 'failed', failure: { code: 'graph-forbidden' } });
    expect(progress(events)).toHaveLength(49);
  });

  test('stops when the caller leaves', async () => {
    for (const user of OTHERS) registerElsewhere(desk.graph, user);
    await importChanges(desk);
    for (const _ of OTHERS)
      desk.graph.faults.add({ method: 'GET', path: '/authentication/fido2Methods', delayMs: 300 });
    for await (const event of await desk.client.reconciliation.report()) {
      if (event.type === 'progress') break;
    }
    // Nothing is left that would keep the core from ending.
    const began = performance.now();
    await desk.restart();
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

describe('who registered a passkey', () => {
  const at = Date.parse('2026-05-01T10:00:00Z');
  const entry = (time: string, by: string | null, as: 'self' | 'admin' = 'admin') => ({
    at: `2026-05-01T${time}Z`,
    by,
    as,
  });

  test('is who registered something within five minutes', () => {
    expect(registrantAt([entry('10:04:59', 'eva'), entry('10:05:01', 'max')], at)).toEqual({ as: 'admin', by: 'eva' });
    expect(registrantAt([entry('09:54:00', 'eva')], at)).toBeNull();
  });

  test('is unknown if several did', () => {
    expect(registrantAt([entry('10:00:01', 'eva'), entry('10:00:02', 'eva')], at)).toEqual({ as: 'admin', by: 'eva' });
    expect(registrantAt([entry('10:00:01', 'eva'), entry('10:00:02', 'max')], at)).toBeNull();
    expect(registrantAt([entry('10:00:01', 'eva'), entry('10:00:02', 'eva', 'self')], at)).toBeNull();
  });
});

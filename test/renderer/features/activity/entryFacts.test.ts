import { expect, test } from 'vitest';
import type { ActivityEntry } from '../../../../src/contract/activity/schema.ts';
import { entryFacts } from '../../../../src/renderer/features/activity/entryFacts.ts';

const entry: ActivityEntry = {
  seq: 7,
  at: '2026-03-01T12:00:00Z',
  kind: 'settings-changed',
  result: 'done',
  actor: { kind: 'person', name: 'otto' },
  tenant: 'T1',
  user: { id: null, userPrincipalName: null },
  key: { id: null, aaguid: null, serial: null },
  cause: null,
  correlationId: 'C1',
  requestIds: [],
  facts: null,
  previousHash: 'aa',
  hash: 'bb',
};
const valuesOf = (change: Partial<ActivityEntry>, tenant: string | null = 'Contoso') =>
  entryFacts({ ...entry, ...change }, tenant).map(({ value }) => value);

test('an entry shows only what it holds', () => {
  expect(valuesOf({})).toEqual(['7', expect.any(String), 'otto', 'Contoso', 'T1', 'C1', 'aa', 'bb']);
});

test('an entry shows its user, its key, its cause and its requests', () => {
  const values = valuesOf({
    user: { id: 'u1', userPrincipalName: 'ines@contoso.example' },
    key: { id: 'k1', aaguid: 'a1', serial: '123' },
    cause: { code: 'pin-blocked', params: {} },
    requestIds: ['r1', 'r2'],
  });
  for (const value of ['u1', 'ines@contoso.example', 'k1', 'a1', '123', 'pin-blocked', 'r1 r2']) {
    expect(values).toContain(value);
  }
});

test('the id of a tenant without a name is shown once', () => {
  expect(valuesOf({}, 'T1').filter(value => value === 'T1')).toHaveLength(1);
});

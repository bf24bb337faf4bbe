import { expect, test } from 'vitest';
import type { ConnectionsState } from '../../../src/contract/connections/schema.ts';
import { headerTenant } from '../../../src/renderer/app/headerTenant.ts';

const connection = (id: string, change: object = {}) => ({ id, name: 'Contoso', account: null, ...change });
const state = (...connections: object[]) =>
  ({ connections, current: 'c1', lasting: true }) as unknown as ConnectionsState;
const real = { practice: false };

test('the header names the tenant', () => {
  expect(headerTenant(real, 'Contoso', state(connection('c1')))).toBe('Contoso');
  expect(headerTenant(real, 'Contoso', undefined)).toBe('Contoso');
});

test('the header says that a tenant is missing or simulated', () => {
  const [none, practice] = [
    headerTenant(real, null, undefined),
    headerTenant({ practice: true }, 'Contoso', undefined),
  ];
  expect(none).not.toContain('Contoso');
  expect(practice).toContain('Contoso');
  expect(practice).not.toBe('Contoso');
});

test('the header names the connection if several are to one tenant under other names', () => {
  const several = state(connection('c1', { name: 'Read only' }), connection('c2'));
  expect(headerTenant(real, 'Contoso', several)).toContain('Read only');
  expect(headerTenant(real, 'Contoso', state(connection('c1', { name: 'Read only' })))).toBe('Contoso');
});

test('the header names who is signed in', () => {
  const signedIn = state(connection('c1', { account: { kind: 'person', name: 'otto@contoso.example' } }));
  expect(headerTenant(real, 'Contoso', signedIn)).toContain('otto@contoso.example');
});

import { expect, test } from 'vitest';
import { tenantLabel, tenantWithId } from '../../src/contract/connections/tenantLabel.ts';

const ID = '0B1E6A3C-1f4a-4d5e-9a60-000000000001';

test.each([
  [{ name: 'Desk', tenantId: ID, tenantName: 'Contoso Ltd' }, 'Contoso Ltd'],
  [{ name: 'Desk', tenantId: ID }, 'Desk'],
  [{ name: ID, tenantId: ID, tenantName: 'Contoso Ltd' }, 'Contoso Ltd'],
  [{ name: ID, tenantId: 'contoso.example' }, 'contoso.example'],
  [{ name: ID, tenantId: ID }, ID],
])('%j is %s', (tenant, label) => {
  expect(tenantLabel(tenant)).toBe(label);
});

test('papers that are kept have the id beside the name', () => {
  expect(tenantWithId({ name: 'Contoso Ltd', tenantId: ID })).toBe(`Contoso Ltd (${ID})`);
  expect(tenantWithId({ name: ID, tenantId: ID })).toBe(ID);
  expect(tenantWithId(null)).toBe('');
});

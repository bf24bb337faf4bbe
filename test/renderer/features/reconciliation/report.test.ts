import { describe, expect, it } from 'vitest';
import type { ReconciledDifference } from '../../../../src/contract/reconciliation/schema.ts';
import { mendRequest } from '../../../../src/renderer/features/reconciliation/mendRequest.ts';
import { type Report, withEvent, withUser } from '../../../../src/renderer/features/reconciliation/report.ts';

const user = (id: string) => ({ id, userPrincipalName: `${id}@contoso.example`, displayName: id });
const difference = (id: string, change: Partial<ReconciledDifference> = {}): ReconciledDifference => ({
  kind: 'not-recorded',
  mends: ['adopt'],
  unproven: false,
  user: user(id),
  key: null,
  credentialId: 'credential',
  methodId: 'method',
  name: 'Key',
  assignmentId: null,
  createdAt: null,
  place: 'security-key',
  model: null,
  sharedWith: null,
  registeredBy: null,
  ...change,
});
const empty: Report = {
  running: true,
  done: 0,
  total: 0,
  differences: [],
  unread: [],
  audit: null,
  more: 0,
  failure: null,
  complete: false,
};

describe('the report of a tenant', () => {
  it('grows with each event, and is complete only at its end', () => {
    const first = withEvent(empty, { type: 'progress', done: 1, total: 2, differences: [difference('a')], unread: [] });
    const second = withEvent(first, { type: 'progress', done: 2, total: 2, differences: [], unread: [] });
    expect(second).toMatchObject({ done: 2, total: 2, complete: false });
    // The list is the same object, so that the table does not render again.
    expect(second.differences).toBe(first.differences);
    expect(withEvent(second, { type: 'done', users: 2, audit: null, more: 3 })).toMatchObject({
      complete: true,
      more: 3,
    });
    const failure = { code: 'graph-unreachable', params: {} } as const;
    expect(withEvent(second, { type: 'failed', failure })).toMatchObject({ complete: false, failure });
  });

  it('replaces the differences of one user whose difference was mended', () => {
    const before = { ...empty, differences: [difference('a'), difference('b'), difference('a', { name: 'Other' })] };
    const after = withUser(before, 'a', { differences: [difference('a', { name: 'New' })], unread: [] });
    expect(after.differences.map(each => [each.user?.id, each.name])).toEqual([
      ['a', 'New'],
      ['b', 'Key'],
    ]);
  });
});

describe('the request of a mend', () => {
  it('confirms with the name that the person saw', () => {
    expect(mendRequest('delete-in-entra', difference('a'), undefined, false)).toMatchObject({
      confirm: 'a@contoso.example',
    });
    const key = { id: 'k', product: 'Key', serial: '4711' };
    expect(mendRequest('mark-key-lost', difference('a', { key }), undefined, false)).toMatchObject({ confirm: '4711' });
    const unnumbered = { ...key, serial: null };
    expect(mendRequest('mark-key-lost', difference('a', { key: unnumbered }), undefined, false)).toMatchObject({
      confirm: 'k',
    });
  });

  it('is not there without what it needs', () => {
    expect(mendRequest('delete-on-key', difference('a'), undefined, false)).toBeUndefined();
    expect(mendRequest('adopt', difference('a', { methodId: null }), undefined, false)).toBeUndefined();
    expect(mendRequest('close-assignment', difference('a'), undefined, true)).toBeUndefined();
    expect(mendRequest('mark-key-returned', difference('a'), undefined, false)).toBeUndefined();
  });
});

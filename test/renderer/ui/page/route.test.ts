import { describe, expect, it } from 'vitest';
import { hrefOf, parseRoute, type Route } from '../../../../src/renderer/ui/page/route.ts';

const routes: Route[] = [
  { page: 'users' },
  { page: 'user', user: 'a/b#c%20@x', tab: 'info' },
  { page: 'user', user: 'ä', tab: 'passkeys' },
  { page: 'inventory' },
  { page: 'assignments' },
  { page: 'enroll', user: 'user1@contoso.example' },
  { page: 'keys' },
  { page: 'workflows' },
  { page: 'new-workflow' },
  { page: 'workflow', workflow: '1a/b' },
  { page: 'edit-workflow', workflow: '1a' },
  { page: 'activity' },
  { page: 'settings' },
  { page: 'connect' },
  { page: 'start' },
  { page: 'overview' },
  { page: 'users', filters: { account: 'enabled', department: 'is:R&D / Öl=1?' } },
  { page: 'assignments', filters: { state: 'pending', to: '2026-01-31' } },
];

describe('routes', () => {
  it.each(routes)('come back from their own address: %j', route => {
    expect(parseRoute(hrefOf(route))).toEqual(route);
  });

  it.each(['', '#', '#/'])('are the start for %j', fragment => {
    expect(parseRoute(fragment)).toEqual({ page: 'start' });
  });

  it.each(['#/users/', '#/users/%zz', '#token=abc'])('are All Users for %j', fragment => {
    expect(parseRoute(fragment)).toEqual({ page: 'users' });
  });

  it.each(['#/nowhere', '#/groups', '#/Users'])('lead nowhere for %j', fragment => {
    expect(parseRoute(fragment)).toEqual({ page: 'unknown' });
  });
});

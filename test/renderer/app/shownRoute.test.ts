import { describe, expect, it } from 'vitest';
import { shownRoute } from '../../../src/renderer/app/shownRoute.ts';
import { parseRoute } from '../../../src/renderer/ui/page/route.ts';

const connection = { name: 'Contoso', graphUrl: 'https://graph.example', tenantId: 't', version: 'v1.0' as const };
const shown = (fragment: string, info: Parameters<typeof shownRoute>[1]) => shownRoute(parseRoute(fragment), info).page;

describe('shownRoute', () => {
  it('begins with the start page until a mode was chosen', () => {
    expect(shown('', { connection, undecided: true })).toBe('start');
    expect(shown('#/users', { connection, undecided: true })).toBe('users');
    expect(shown('', { connection, undecided: false })).toBe('overview');
  });

  it.each([
    '',
    '#/overview',
    '#/users',
    '#/users/u/passkeys',
    '#/users/u/add-passkey',
    '#/assignments',
    '#/workflows',
    '#/activate',
  ])('is the start page for %j without a tenant', fragment => {
    expect(shown(fragment, { connection: null, undecided: false })).toBe('start');
  });

  it.each(['keys', 'inventory', 'activity', 'settings'])('leaves %s alone without a tenant', page => {
    expect(shown(`#/${page}`, { connection: null, undecided: false })).toBe(page);
  });
});

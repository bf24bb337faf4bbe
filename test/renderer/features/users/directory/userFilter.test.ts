import { describe, expect, it } from 'vitest';
import { anyUser, userFilterOf } from '../../../../../src/renderer/features/users/directory/userFilter.ts';

const filterOf = (change: Partial<typeof anyUser>) => userFilterOf('', undefined, { ...anyUser, ...change });

describe('the filter of All Users', () => {
  it('asks for all present users without a choice', () => {
    expect(filterOf({})).toEqual({ search: '', state: 'present' });
  });

  it('asks for a group and a text', () => {
    expect(userFilterOf('ines', 'g1', anyUser)).toEqual({ search: 'ines', state: 'present', group: 'g1' });
  });

  it.each([
    [{ state: 'left' }, { state: 'left' }],
    [{ account: 'enabled' }, { enabled: true }],
    [{ account: 'disabled' }, { enabled: false }],
    [{ kind: 'guest' }, { guest: true }],
    [{ kind: 'member' }, { guest: false }],
    [{ passkey: 'yes' }, { passkey: true }],
    [{ passkey: 'no' }, { passkey: false }],
    [{ passkey: 'unknown' }, { passkey: null }],
    [{ passkey: 'security-key' }, { passkeyKind: 'security-key' }],
    [{ assignment: 'none' }, { assignment: 'none' }],
    [{ assignment: 'pending' }, { assignment: 'pending' }],
  ])('turns %j into %j', (chosen, query) => {
    expect(filterOf(chosen)).toEqual({ search: '', state: 'present', ...query });
  });

  it('leaves out what it does not know', () => {
    expect(filterOf({ state: 'gone', passkey: 'perhaps', assignment: 'lost' })).toEqual({
      search: '',
      state: 'present',
    });
  });
});

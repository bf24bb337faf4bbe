import { describe, expect, test } from 'vitest';
import type { PasskeyKind } from '../../../../src/contract/passkeys/kinds.ts';
import { decide, type KnownUser } from '../../../../src/main/features/workflows/engine/decide.ts';

const user = (change: Partial<KnownUser> = {}): KnownUser => ({
  enabled: true,
  guest: false,
  left: false,
  passkeys: [],
  ...change,
});
const live = (purpose: string, state = 'active') => ({ purpose, state });

describe('what a workflow does for a user', () => {
  test.each([
    ['no key yet', user(), [], 'skip', { assign: 'primary' }],
    ['not told whether there is one', user({ passkeys: null }), [], 'backup', { assign: 'primary' }],
    ['a passkey in Entra', user({ passkeys: ['security-key'] }), [], 'skip', { skip: 'has-passkey' }],
    ['a passkey in Entra', user({ passkeys: ['security-key'] }), [], 'backup', { assign: 'backup' }],
    ['an active one of ours', user(), [live('primary')], 'skip', { skip: 'has-passkey' }],
    ['an active one of ours', user(), [live('primary')], 'backup', { assign: 'backup' }],
    ['both', user({ passkeys: ['security-key'] }), [live('primary'), live('backup')], 'backup', { skip: 'has-backup' }],
    ['one that waits', user(), [live('primary', 'pending')], 'backup', { skip: 'already-assigned' }],
    ['one that failed', user(), [live('backup', 'failed')], 'skip', { skip: 'already-assigned' }],
    ['a guest', user({ guest: true }), [], 'skip', { skip: 'guest' }],
    ['disabled', user({ enabled: false }), [], 'backup', { skip: 'disabled' }],
    ['gone', user({ left: true, guest: true }), [], 'backup', { skip: 'left' }],
  ] as const)('%s: %o', (_name, who, has, existing, decision) => {
    expect(decide(who, [...has], { existing })).toEqual(decision);
  });

  test.each<[PasskeyKind[], PasskeyKind[] | undefined, 'counts' | 'does not count']>([
    [['security-key'], undefined, 'counts'],
    [['authenticator', 'windows-hello', 'synced', 'other'], undefined, 'does not count'],
    [['authenticator'], ['security-key', 'authenticator'], 'counts'],
    [['synced', 'security-key'], ['authenticator'], 'does not count'],
    [['other'], ['other'], 'counts'],
  ])('a passkey of the kinds %o, where %o count, %s', (passkeys, counted, expected) => {
    const decision = decide(user({ passkeys }), [], { existing: 'skip', counted });
    expect(decision).toEqual(expected === 'counts' ? { skip: 'has-passkey' } : { assign: 'primary' });
  });
});

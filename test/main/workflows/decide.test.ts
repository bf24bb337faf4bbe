import { describe, expect, test } from 'vitest';
import { decide, type KnownUser } from '../../../src/main/workflows/engine/decide.ts';

const user = (change: Partial<KnownUser> = {}): KnownUser => ({
  enabled: true,
  guest: false,
  left: false,
  passkey: false,
  ...change,
});
const live = (purpose: string, state = 'active') => ({ purpose, state });

describe('what a workflow does for a user', () => {
  test.each([
    ['nobody’s key yet', user(), [], 'skip', { assign: 'primary' }],
    ['not told whether there is one', user({ passkey: null }), [], 'backup', { assign: 'primary' }],
    ['a passkey in Entra', user({ passkey: true }), [], 'skip', { skip: 'has-passkey' }],
    ['a passkey in Entra', user({ passkey: true }), [], 'backup', { assign: 'backup' }],
    ['an active one of ours', user(), [live('primary')], 'skip', { skip: 'has-passkey' }],
    ['an active one of ours', user(), [live('primary')], 'backup', { assign: 'backup' }],
    ['both', user({ passkey: true }), [live('primary'), live('backup')], 'backup', { skip: 'has-backup' }],
    ['one that waits', user(), [live('primary', 'pending')], 'backup', { skip: 'already-assigned' }],
    ['one that failed', user(), [live('backup', 'failed')], 'skip', { skip: 'already-assigned' }],
    ['a guest', user({ guest: true }), [], 'skip', { skip: 'guest' }],
    ['disabled', user({ enabled: false }), [], 'backup', { skip: 'disabled' }],
    ['gone', user({ left: true, guest: true }), [], 'backup', { skip: 'left' }],
  ] as const)('%s: %o', (_name, who, has, existing, decision) => {
    expect(decide(who, [...has], existing)).toEqual(decision);
  });
});

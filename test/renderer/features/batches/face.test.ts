import { expect, test } from 'vitest';
import type { LiveKey } from '../../../../src/contract/batches/live.ts';
import type { BatchRow, RowState } from '../../../../src/contract/batches/schema.ts';
import type { ErrorCode } from '../../../../src/contract/errors/errors.ts';
import { faceOf } from '../../../../src/renderer/features/batches/run/face.ts';

const row = (state: RowState): BatchRow => ({
  id: 'row',
  line: 1,
  typed: 'user1',
  user: null,
  serial: null,
  name: null,
  profile: null,
  state,
  error: null,
  key: null,
  methodId: null,
  enrollmentId: null,
  note: null,
  pinKept: false,
  handedOverAt: null,
  startedAt: null,
  endedAt: null,
});

const title = (state: RowState | null, code: ErrorCode) => {
  const key: LiveKey = {
    keyId: 'key',
    product: null,
    serial: null,
    state: 'refused',
    row: state === null ? null : row(state),
    enrollmentId: null,
    step: null,
    interaction: { kind: 'none' },
    pinHandOver: null,
    known: false,
    failure: { code, params: {} },
  };
  return faceOf(key, false).title;
};

test.each([
  ['failed', 'key-removed', 'Failed. Take the key out'],
  ['waiting-for-key', 'profile-key-has-pin', 'This key cannot be used. Take it out'],
  ['waiting-for-key', 'key-belongs-to-another', 'This key cannot be used. Take it out'],
  [null, 'batch-other-serial', 'This key cannot be used. Take it out'],
  ['waiting-for-key', 'cancelled', 'Not finished. Take the key out'],
  ['waiting-for-key', 'pin-required', 'Not finished. Take the key out'],
] as const)('a key whose row is %s with %s says “%s”', (state, code, says) => {
  expect(title(state, code)).toBe(says);
});

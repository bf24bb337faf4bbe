import { expect, test } from 'vitest';
import type { Unfinished } from '../../../../src/contract/enrollment/schema.ts';
import type { PinState } from '../../../../src/contract/keys/schema.ts';
import { chosenOf, unfinishedOn } from '../../../../src/renderer/features/keys/unfinishedOn.ts';

const AAGUID = 'cb69481e-8ff7-4039-93ec-0a2729a154a8';
const entry = (enrollmentId: string) => ({ enrollmentId, aaguid: AAGUID }) as unknown as Unfinished;
const key = (set: boolean) => ({ aaguid: AAGUID, pin: { set } as PinState });
const undecided = new Map<string, boolean>();

test('a key without a PIN holds no unfinished enrollment', () => {
  expect(unfinishedOn([entry('e1')], key(false))).toEqual([]);
});

test('a single enrollment is chosen unless the person decides otherwise', () => {
  expect([...chosenOf([entry('e1')], undecided)]).toEqual(['e1']);
  expect([...chosenOf([entry('e1')], new Map([['e1', false]]))]).toEqual([]);
});

test('among several none is chosen before the person decides', () => {
  const entries = [entry('e1'), entry('e2')];
  expect([...chosenOf(entries, undecided)]).toEqual([]);
  expect([...chosenOf(entries, new Map([['e2', true]]))]).toEqual(['e2']);
});

import { expect, test } from 'vitest';
import type { ActivationEvent } from '../../../../src/contract/activation/schema.ts';
import { stageOf } from '../../../../src/renderer/features/activate/stage.ts';

const failure = { code: 'internal', params: {} } as const;
const stage = (event: object, so = { asked: 1, touched: false }) => stageOf(event as ActivationEvent, so);

test('each event of an activation leads to its stage', () => {
  expect(stage({ type: 'key-wanted', several: true, again: false })).toMatchObject({ at: 'key', several: true });
  expect(stage({ type: 'pin-wanted', task: { kind: 'enter' } })).toMatchObject({ at: 'pin', asked: 1 });
  expect(stage({ type: 'working' })).toEqual({ at: 'working' });
  expect(stage({ type: 'failed', failure })).toEqual({ at: 'failed', failure });
});

test('only a touch is a stage of its own among what the key asks for', () => {
  expect(stage({ type: 'interaction', interaction: { kind: 'touch' } })).toEqual({ at: 'touch' });
  expect(stage({ type: 'interaction', interaction: { kind: 'none' } })).toEqual({ at: 'working' });
});

test('another question for the PIN is another stage, so that its field is empty again', () => {
  const asked = { type: 'pin-wanted', task: { kind: 'enter' } };
  expect(stage(asked, { asked: 2, touched: false })).not.toEqual(stage(asked));
});

test('the end says whether there is a passkey, and whether the key was touched for it', () => {
  expect(stage({ type: 'done', passkey: null })).toEqual({ at: 'done', passkey: false, touched: false });
  expect(stage({ type: 'done', passkey: { id: 'p' } }, { asked: 0, touched: true })).toEqual({
    at: 'done',
    passkey: true,
    touched: true,
  });
});

import { expect, test } from 'vitest';
import { dayStart } from '../../../../src/contract/text/days.ts';
import { activityFilterOf } from '../../../../src/renderer/features/activity/activityFilter.ts';

const any = { kind: '', result: '', from: '', to: '' };

test('without a choice the filter is empty, so that it matches every entry', () => {
  expect(activityFilterOf('', '', any)).toEqual({});
});

test('each choice becomes a member of the query', () => {
  const chosen = { kind: 'settings-changed', result: 'failed', from: '2026-03-01', to: '2026-03-02' };
  expect(activityFilterOf('ines', '123', chosen)).toEqual({
    kinds: ['settings-changed'],
    result: 'failed',
    from: dayStart('2026-03-01'),
    // The last day is part of the period.
    to: dayStart('2026-03-03'),
    text: 'ines',
    key: '123',
  });
});

test('a choice that this version does not know is left out', () => {
  expect(activityFilterOf('', '', { kind: 'unheard-of', result: 'perhaps', from: '2026-02-30', to: 'soon' })).toEqual(
    {},
  );
});

import { expect, test } from 'vitest';
import { dayStart } from '../../../../src/contract/text/days.ts';
import {
  ageOf,
  assignmentFilterOf,
  chosenOf,
  daysOfAge,
} from '../../../../src/renderer/features/assignments/assignmentFilter.ts';

test('without a choice the filter is empty', () => {
  expect(assignmentFilterOf('', '', '', chosenOf())).toEqual({});
});

test('each choice becomes a member of the query, and the last day is part of the period', () => {
  const chosen = chosenOf({ workflow: 'w1', from: '2026-03-01', to: '2026-03-01', cause: 'key-removed' });
  expect(assignmentFilterOf('ines', '123', 'g1', chosen)).toEqual({
    text: 'ines',
    key: '123',
    group: 'g1',
    workflow: 'w1',
    cause: 'key-removed',
    from: dayStart('2026-03-01'),
    to: dayStart('2026-03-02'),
  });
});

test('days of the assignment or the activation name their time, and no days name none', () => {
  const days = { from: '2026-03-01', to: '' };
  expect(assignmentFilterOf('', '', '', chosenOf({ ...days, time: 'created' }))).toEqual({
    time: 'created',
    from: dayStart('2026-03-01'),
  });
  expect(assignmentFilterOf('', '', '', chosenOf({ time: 'created' }))).toEqual({});
  expect(chosenOf({ time: 'unknown' }).time).toBe('updated');
});

test('an age is some days, and these days are that age', () => {
  const now = new Date(2026, 2, 31, 12);
  expect(daysOfAge('today', now)).toEqual({ time: 'created', from: '2026-03-31', to: '2026-03-31' });
  expect(daysOfAge('days-1', now)).toEqual({ time: 'created', from: '2026-03-25', to: '2026-03-30' });
  expect(daysOfAge('days-7', now)).toEqual({ time: 'created', from: '2026-03-02', to: '2026-03-24' });
  expect(daysOfAge('days-30', now)).toEqual({ time: 'created', from: '', to: '2026-03-01' });
  expect(ageOf(daysOfAge('days-7'))).toBe('days-7');
  expect(ageOf({ ...daysOfAge('days-7'), time: 'updated' })).toBeUndefined();
});

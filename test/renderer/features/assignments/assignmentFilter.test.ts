import { expect, test } from 'vitest';
import { dayStart } from '../../../../src/contract/text/days.ts';
import { assignmentFilterOf } from '../../../../src/renderer/features/assignments/assignmentFilter.ts';

test('without a choice the filter is empty', () => {
  expect(assignmentFilterOf('', '', '', { workflow: '', from: '', to: '' })).toEqual({});
});

test('each choice becomes a member of the query, and the last day is part of the period', () => {
  const chosen = { workflow: 'w1', from: '2026-03-01', to: '2026-03-01' };
  expect(assignmentFilterOf('ines', '123', 'g1', chosen)).toEqual({
    text: 'ines',
    key: '123',
    group: 'g1',
    workflow: 'w1',
    from: dayStart('2026-03-01'),
    to: dayStart('2026-03-02'),
  });
});

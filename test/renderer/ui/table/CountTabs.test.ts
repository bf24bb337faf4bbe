import { expect, test } from 'vitest';
import { CountTabs } from '../../../../src/renderer/ui/table/CountTabs.tsx';
import { withTotal } from '../../../../src/renderer/ui/table/counts.ts';
import { markupOf, tagsOf, textsOf } from '../../markup.ts';

test('the count of all states is their sum, and a state without a count has 0', () => {
  expect(withTotal(['active', 'failed', 'expired'], { active: 3, failed: 2 })).toEqual([
    { state: 'all', count: 5 },
    { state: 'active', count: 3 },
    { state: 'failed', count: 2 },
    { state: 'expired', count: 0 },
  ]);
});

test('tabs of counts show each state, and press the chosen one', () => {
  const markup = markupOf(CountTabs<'active' | 'failed'>, {
    label: 'By state',
    states: ['active', 'failed'],
    nameOf: state => state,
    counts: { active: 1234 },
    chosen: 'failed',
    onChoose: () => undefined,
  });
  expect(textsOf(markup, 'button')).toEqual([
    `${(1234).toLocaleString()} all`,
    `${(1234).toLocaleString()} active`,
    '0 failed',
  ]);
  expect(tagsOf(markup, 'button').map(tag => tag.includes('aria-pressed="true"'))).toEqual([false, false, true]);
});

import { describe, expect, it } from 'vitest';
import {
  checkedState,
  countSelected,
  everybody,
  exportedRows,
  isSelected,
  nobody,
  toggled,
} from '../../../../../src/renderer/ui/table/selection.ts';

describe('a selection of users', () => {
  it('adds and removes one user', () => {
    const one = toggled(nobody, 'a');
    expect([isSelected(one, 'a'), isSelected(one, 'b')]).toEqual([true, false]);
    expect(toggled(one, 'a')).toEqual(nobody);
  });

  it('of everybody leaves out one user', () => {
    const most = toggled(everybody, 'a');
    expect([isSelected(most, 'a'), isSelected(most, 'b')]).toEqual([false, true]);
  });

  it('counts its users among all rows of the list', () => {
    expect(countSelected(toggled(nobody, 'a'), 200)).toBe(1);
    expect(countSelected(toggled(everybody, 'a'), 200)).toBe(199);
    expect(countSelected(toggled(everybody, 'a'), 0)).toBe(0);
  });

  it('checks its box halfway if only some users are selected', () => {
    expect([nobody, everybody].map(checkedState)).toEqual([false, true]);
    expect([toggled(nobody, 'a'), toggled(everybody, 'a')].map(checkedState)).toEqual(['mixed', 'mixed']);
  });

  it('exports the selected users, and all of them without a selection', () => {
    expect([nobody, everybody].map(exportedRows)).toEqual([{}, {}]);
    expect(exportedRows(toggled(nobody, 'a'))).toEqual({ only: ['a'] });
    expect(exportedRows(toggled(everybody, 'a'))).toEqual({ except: ['a'] });
  });
});

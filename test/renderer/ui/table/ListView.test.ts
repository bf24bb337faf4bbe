import { describe, expect, it } from 'vitest';
import { ListView } from '../../../../src/renderer/ui/table/ListView.tsx';
import { markupOf } from '../../markup.ts';

const loaded = { isPending: false, isError: false, error: null, refetch: () => Promise.resolve() };
const failed = { ...loaded, isError: true, error: new Error('out of reach') };
const view = (list: typeof failed | typeof loaded, count: number) =>
  markupOf(ListView, { list, count, empty: 'EMPTY', foot: 'FOOT', children: 'ROWS' });

describe('a list', () => {
  it('shows its rows and its end', () => {
    expect(view(loaded, 2)).toBe('ROWSFOOT');
  });

  it('says that it is empty only after it was loaded', () => {
    expect(view(loaded, 0)).toBe('EMPTY');
    expect(view({ ...loaded, isPending: true }, 0)).toContain('Loading');
    expect(view({ ...loaded, isPending: true }, 0)).not.toContain('EMPTY');
    expect(view(failed, 0)).not.toContain('EMPTY');
  });

  it('shows its failure with a button that tries again, and keeps the rows that it has', () => {
    expect(view(failed, 0)).toContain('role="alert"');
    expect(view(failed, 0)).toContain('Try again');
    expect(view(failed, 2)).toContain('ROWSFOOT');
  });
});

import { describe, expect, it } from 'vitest';
import { placeOf, visibleRows } from '../../../../src/renderer/ui/table/visibleRows.ts';

const size = { total: 1000, rowHeight: 40, view: 400 };
const many = { total: 1_000_000, rowHeight: 40, view: 400 };

describe('the visible rows of a list', () => {
  it('are those in the view and a few below it at the top', () => {
    expect(visibleRows({ ...size, scrolled: 0 })).toMatchObject({
      height: 40_000,
      first: 0,
      end: 16,
      top: 0,
      page: 10,
    });
  });

  it('stand exactly where the scrollbar is', () => {
    const { first, end, top } = visibleRows({ ...size, scrolled: 4000 });
    expect([first, end]).toEqual([94, 116]);
    // Row 94 is drawn six rows above the view, which begins at 4,000 px.
    expect(top).toBe(4000 - 6 * 40);
  });

  it('end at the last row, even if the list became shorter than the scrollbar', () => {
    expect(visibleRows({ ...size, scrolled: 1e9 }).end).toBe(1000);
    expect(visibleRows({ total: 3, rowHeight: 40, view: 400, scrolled: 500 })).toMatchObject({
      first: 0,
      end: 3,
      top: 0,
    });
  });

  it('follow the scrollbar in proportion if the list is higher than a browser draws', () => {
    const top = visibleRows({ ...many, scrolled: 0 });
    expect(top.height).toBeLessThan(16_777_216);
    expect(visibleRows({ ...many, scrolled: top.height - many.view }).end).toBe(many.total);
    const middle = visibleRows({ ...many, scrolled: (top.height - many.view) / 2 });
    expect(middle.first).toBeGreaterThan(499_900);
    expect(middle.first).toBeLessThan(500_000);
  });

  it('never are more than the slots that reuse their elements', () => {
    for (const scrolled of [0, 17, 4000, 39_600]) {
      const { first, end, slots } = visibleRows({ ...size, scrolled });
      expect(end - first).toBeLessThanOrEqual(slots);
    }
  });
});

describe('scrolling to a row', () => {
  const seen = visibleRows({ ...size, scrolled: 4000 });

  it('stays for a row that is visible', () => {
    expect(placeOf(105, seen, size)).toBeCloseTo(4000);
  });

  it('brings a row above to the top, and one below to the bottom', () => {
    expect(placeOf(50, seen, size)).toBeCloseTo(2000);
    expect(placeOf(200, seen, size)).toBeCloseTo(201 * 40 - 400);
  });

  it('is not needed if all rows fit', () => {
    const few = { total: 5, rowHeight: 40, view: 400 };
    expect(placeOf(4, visibleRows({ ...few, scrolled: 0 }), few)).toBeUndefined();
  });

  it('reaches every row of a list that is higher than a browser draws', () => {
    for (const row of [0, 1, 123_456, 999_999]) {
      const scrolled = placeOf(row, visibleRows({ ...many, scrolled: 7_000_000 }), many) ?? 0;
      const { first, end } = visibleRows({ ...many, scrolled });
      expect(row).toBeGreaterThanOrEqual(first);
      expect(row).toBeLessThan(end);
    }
  });
});

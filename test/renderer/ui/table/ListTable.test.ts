import { describe, expect, it } from 'vitest';
import type { Column } from '../../../../src/renderer/ui/table/columns.ts';
import { ListTable, type ListTableProps } from '../../../../src/renderer/ui/table/ListTable.tsx';
import { markupOf, tagsOf, textsOf } from '../../markup.ts';

interface Row {
  id: string;
  name: string;
}

const columns: readonly Column<Row>[] = [
  { header: () => 'Name', width: '20%', cell: ({ name }) => name },
  { header: () => 'Actions', controls: true, cell: ({ id }) => (id === 'b' ? false : `Delete ${id}`) },
];
const rows: readonly Row[] = [
  { id: 'a', name: 'Ines' },
  { id: 'b', name: 'Otto' },
];
const tableOf = (change: Partial<ListTableProps<Row>> = {}) =>
  markupOf(ListTable<Row>, { label: 'Users', columns, rows, keyOf: ({ id }) => id, ...change });

describe('a table', () => {
  it('shows the header and the cells of each column', () => {
    expect(textsOf(tableOf(), 'th')).toEqual(['Name', 'Actions']);
    expect(textsOf(tableOf(), 'td')).toEqual(['Ines', 'Delete a', 'Otto', '']);
  });

  it('keeps the roles of a table, which a browser may drop when it draws rows as cards', () => {
    expect(tagsOf(tableOf(), 'table')[0]).toContain('role="table" aria-label="Users"');
    for (const [tag, role] of [
      ['thead', 'rowgroup'],
      ['tbody', 'rowgroup'],
      ['tr', 'row'],
      ['th', 'columnheader'],
      ['td', 'cell'],
    ] as const) {
      for (const found of tagsOf(tableOf(), tag)) expect(found).toContain(`role="${role}"`);
    }
  });

  it('hands the names of its columns to the cards', () => {
    const style = tagsOf(tableOf(), 'table')[0];
    expect(style).toContain('--column-1:&quot;Name&quot;');
    expect(style).toContain('--column-2:&quot;Actions&quot;');
  });

  it('marks the header and the cells of a column of buttons, which is not printed', () => {
    const marked = [...tagsOf(tableOf(), 'th'), ...tagsOf(tableOf(), 'td')].map(tag => tag.includes('data-controls'));
    expect(marked).toEqual([false, true, false, true, false, true]);
  });

  it('sets a width only for a column that has one', () => {
    const styles = tagsOf(tableOf(), 'th').map(tag => tag.includes('--column-width:20%'));
    expect(styles).toEqual([true, false]);
  });

  it('is empty without rows, and still names its columns', () => {
    expect(textsOf(tableOf({ rows: [] }), 'td')).toEqual([]);
    expect(textsOf(tableOf({ rows: [] }), 'th')).toEqual(['Name', 'Actions']);
  });
});

import type { CSSProperties, ReactNode } from 'react';

/** One column of a table. */
export interface Column<R> {
  /** A function, because the language can change. */
  header: () => string;
  cell: (row: R) => ReactNode;
  /** With its unit. Columns without a width share the rest. */
  width?: string;
  /** The order that a click on the header chooses (`ListTable`). */
  sort?: string;
  /** A control in the header, for example a checkbox for all rows. */
  head?: ReactNode;
  /** A column of buttons: its header is only for screen readers and cards, and it is not printed. */
  controls?: boolean;
}

/** Returns the names of the columns as variables of the table, from which a card takes the name before each value. */
export function columnNames(columns: readonly { readonly header: () => string }[]): CSSProperties {
  return Object.fromEntries(columns.map(({ header }, i) => [`--column-${i + 1}`, JSON.stringify(header())]));
}

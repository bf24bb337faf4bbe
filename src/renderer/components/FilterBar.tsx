import { Field, Input, SearchBox } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useFilterStyles } from './useFilterStyles.ts';

/** The search of a list, and below it what else narrows it down. */
export function FilterBar(props: {
  label: string;
  search: string;
  value: string;
  onSearch(text: string): void;
  children: ReactNode;
}) {
  const styles = useFilterStyles();
  const { label, search, value, onSearch, children } = props;
  return (
    <search className={styles.filters} aria-label={label}>
      <SearchBox
        className={styles.search}
        placeholder={search}
        aria-label={search}
        value={value}
        onChange={(_, data) => onSearch(data.value)}
      />
      <div className={styles.row}>{children}</div>
    </search>
  );
}

export interface Period {
  from: string;
  to: string;
}

/** Two days, each `YYYY-MM-DD` or empty. */
export function PeriodFields(props: {
  words: { from: string; to: string };
  period: Period;
  onPeriod(change: Partial<Period>): void;
}) {
  const { words, period, onPeriod } = props;
  return (
    <>
      <Field label={words.from}>
        <Input type="date" value={period.from} onChange={(_, data) => onPeriod({ from: data.value })} />
      </Field>
      <Field label={words.to}>
        <Input type="date" value={period.to} onChange={(_, data) => onPeriod({ to: data.value })} />
      </Field>
    </>
  );
}

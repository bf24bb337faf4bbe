import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { useSystemInfo } from '../client/hooks.ts';
import { useTenantName } from '../client/useTenantName.ts';
import { strings } from '../strings.ts';
import { formatDate } from '../ui/display/formatDate.ts';
import { usePrintShortcut } from '../ui/table/print.ts';
import { filtersOf, type ShownFilters, tablesOf } from './paperFacts.ts';

const words = strings.print;

const useStyles = makeStyles({
  head: {
    display: 'none',
    '@media print': { display: 'block', marginBottom: tokens.spacingVerticalS, fontSize: '9pt' },
  },
});

interface Facts {
  readonly at: string;
  readonly filters: ShownFilters | null;
  readonly tables: readonly string[];
}

/**
 * The heading of a printed page: the tenant, the time, the filters, and the number of rows.
 *
 * SECURITY: printing is only for a desk. At a station the print dialog could give access to files.
 */
export function PaperHead() {
  const styles = useStyles();
  usePrintShortcut();
  const practice = useSystemInfo()?.practice === true;
  const tenant = useTenantName();
  const [facts, setFacts] = useState<Facts | null>(null);
  useEffect(() => {
    const read = () => {
      const page = document.getElementById('main');
      const at = formatDate(new Date().toISOString()) ?? '';
      if (page === null) return;
      // The browser lays out the paper directly after the event.
      flushSync(() => setFacts({ at, filters: filtersOf(page), tables: tablesOf(page) }));
    };
    window.addEventListener('beforeprint', read);
    return () => window.removeEventListener('beforeprint', read);
  }, []);
  if (facts === null) return null;
  const { at, filters, tables } = facts;
  const name =
    tenant === null ? strings.header.noTenant : practice ? strings.header.practiceTenant({ tenant }) : tenant;
  return (
    <div className={styles.head}>
      <div>{`${strings.product} · ${name} · ${words.at({ time: at })}`}</div>
      {filters !== null && <div>{filtersText(filters)}</div>}
      {tables.length > 0 && <div>{tables.join(' · ')}</div>}
    </div>
  );
}

/** Returns the filters in one line. */
function filtersText(filters: ShownFilters): string {
  if (filters.length === 0) return words.noFilter;
  return words.filters({ filters: filters.map(([name, value]) => words.filter({ name, value })).join(' · ') });
}

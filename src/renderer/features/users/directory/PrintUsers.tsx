import { Button } from '@fluentui/react-components';
import { PrintRegular } from '@fluentui/react-icons';
import { useCallback, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { UserFilter, UserRow, UserRows } from '../../../../contract/directory/schema.ts';
import { client } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { ListTable } from '../../../ui/table/ListTable.tsx';
import { PrintCut } from '../../../ui/table/PrintCut.tsx';
import { MOST_PRINTED, printDrawn, usePrintList } from '../../../ui/table/print.ts';
import { userColumns } from './userColumns.tsx';

const paperColumns = userColumns.map(({ header, paper }) => ({ header, cell: paper }));
/** Maximum number of rows per call. */
const PART = 1000;

/**
 * Prints the imported users that match a filter. The list draws only the visible rows, so a separate table with all
 * rows is printed.
 * @param paper the element that holds this table, as wide as the page
 */
export function PrintUsers({ filter, paper }: { filter: UserFilter; paper: Element | null }) {
  const [rows, setRows] = useState<readonly UserRow[] | null>(null);
  const [cut, setCut] = useState(false);
  const shown = useRef(false);
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);
  const print = useCallback(async () => {
    let all: UserRow[] = [];
    let part: UserRows;
    let version: number | undefined;
    do {
      part = await client.directory.users({ filter, offset: all.length, limit: PART });
      // An import has changed the list since the last part, so the list is read again from its start.
      const fits = version === undefined || part.version === version;
      version = fits ? part.version : undefined;
      all = fits ? [...all, ...part.rows] : [];
    } while (version === undefined || (part.rows.length === PART && all.length < MOST_PRINTED));
    // The person has chosen another filter, so there is nothing to print.
    if (!shown.current) return;
    await printDrawn(() => {
      setCut(part.rows.length === PART);
      setRows(all);
    });
  }, [filter]);
  const start = useCallback(() => void print(), [print]);
  usePrintList(start);
  return (
    <>
      <Button size="small" appearance="subtle" icon={<PrintRegular />} onClick={start}>
        {strings.print.button}
      </Button>
      {cut && <PrintCut rows={MOST_PRINTED} />}
      {rows !== null && paper !== null && createPortal(<PaperTable rows={rows} />, paper)}
    </>
  );
}

function PaperTable({ rows }: { rows: readonly UserRow[] }) {
  return <ListTable label={strings.users.title} columns={paperColumns} rows={rows} keyOf={({ id }) => id} />;
}

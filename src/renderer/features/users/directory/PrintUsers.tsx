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
/** Rows that the core gives at once. */
const PART = 1000;

/**
 * **Print** for the imported users of a filter: the window draws those in sight alone, so a table for paper is made of all of them.
 * @param paper the element that the table is drawn in, as wide as the page
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
      // Pages of two versions do not fit together: an import has changed the list, which is read again from its start.
      const fits = version === undefined || part.version === version;
      version = fits ? part.version : undefined;
      all = fits ? [...all, ...part.rows] : [];
    } while (version === undefined || (part.rows.length === PART && all.length < MOST_PRINTED));
    // Another filter was chosen meanwhile: the paper would have no table.
    if (!shown.current) return;
    setCut(part.rows.length === PART);
    setRows(all);
    await printDrawn();
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

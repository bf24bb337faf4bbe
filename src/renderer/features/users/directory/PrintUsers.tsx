import {
  Button,
  MessageBar,
  MessageBarBody,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
} from '@fluentui/react-components';
import { PrintRegular } from '@fluentui/react-icons';
import { useCallback, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { assignmentStateWords } from '../../../../contract/assignments/words.ts';
import type { UserFilter, UserRow, UserRows } from '../../../../contract/directory/schema.ts';
import { client } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { formatDay } from '../../../ui/formatDate.ts';
import { ListTable } from '../../../ui/ListTable.tsx';
import { MOST_PRINTED, printDrawn, usePrintList } from '../../../ui/print.ts';
import { UserState } from '../UserState.tsx';
import { passkeysOf } from './passkeysOf.ts';

const { columns: words, hasLeft } = strings.directory;
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
      {cut && (
        <MessageBar intent="warning">
          <MessageBarBody>{strings.print.cut(MOST_PRINTED)}</MessageBarBody>
        </MessageBar>
      )}
      {rows !== null && paper !== null && createPortal(<PaperTable rows={rows} />, paper)}
    </>
  );
}

function PaperTable({ rows }: { rows: readonly UserRow[] }) {
  return (
    <ListTable aria-label={strings.users.title} size="small">
      <TableHeader>
        <TableRow>
          <TableHeaderCell>{words.name}</TableHeaderCell>
          <TableHeaderCell>{words.userName}</TableHeaderCell>
          <TableHeaderCell>{words.department}</TableHeaderCell>
          <TableHeaderCell>{words.state}</TableHeaderCell>
          <TableHeaderCell>{words.passkey}</TableHeaderCell>
          <TableHeaderCell>{words.assignment}</TableHeaderCell>
          <TableHeaderCell>{words.lastUsed}</TableHeaderCell>
        </TableRow>
      </TableHeader>
      <TableBody>
        {rows.map(user => (
          <TableRow key={user.id}>
            <TableCell>{user.displayName}</TableCell>
            <TableCell>{user.userPrincipalName}</TableCell>
            <TableCell>{user.department ?? strings.none}</TableCell>
            <TableCell>{user.leftAt === null ? <UserState user={user} /> : hasLeft}</TableCell>
            <TableCell>{passkeysOf(user)}</TableCell>
            <TableCell>{user.assignment === null ? strings.none : assignmentStateWords[user.assignment]}</TableCell>
            <TableCell>{formatDay(user.lastUsedAt) ?? strings.none}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </ListTable>
  );
}

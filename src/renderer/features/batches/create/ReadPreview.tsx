import {
  Checkbox,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components';
import {
  type BatchColumn,
  batchColumns,
  type FileChoices,
  type RowInput,
} from '../../../../contract/batches/schema.ts';
import { unreadWords } from '../../../../contract/batches/words.ts';
import { strings } from '../../../strings.ts';
import { QuietText } from '../../../ui/display/QuietText.tsx';
import { SelectField } from '../../../ui/form/SelectField.tsx';
import { CellText } from '../../../ui/table/CellText.tsx';
import type { Column } from '../../../ui/table/columns.ts';
import { ListTable } from '../../../ui/table/ListTable.tsx';
import type { ReadUsers } from './useReadUsers.ts';

const words = strings.newBatch;
/** Number of rows that are shown before the batch is created. */
const FIRST = 5;
/** Number of lines that cannot be read that are shown. */
const MOST_UNREAD = 20;

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(180px, 1fr))',
    gap: tokens.spacingHorizontalM,
    '& select': { minWidth: 0, textOverflow: 'ellipsis' },
  },
  unread: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
});

const shown = (text: string | null) => <CellText text={text ?? strings.none} />;

/** What Keydesk read of a file: its columns, its first rows, and the lines that it could not read. */
export function ReadPreview({ read, onMap }: { read: ReadUsers; onMap(chosen: FileChoices): void }) {
  const styles = useStyles();
  const { rows, unread, columns, headings, hasHeadings } = read;
  return (
    <>
      <Text role="status">{words.rows({ count: rows.length })}</Text>
      {headings.length > 1 && (
        <div className={styles.part}>
          <Subtitle2 as="h3">{words.mapping}</Subtitle2>
          <QuietText size={200}>{words.mappingHint}</QuietText>
          <Checkbox
            label={words.hasHeadings}
            checked={hasHeadings}
            onChange={(_, data) => onMap({ hasHeadings: data.checked === true, columns: [...columns] })}
          />
          <div className={styles.columns}>
            {headings.map((heading, n) => (
              <SelectField
                // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have the same heading
                key={n}
                label={heading === '' ? strings.none : heading}
                options={[['', words.unused], ...batchColumns.map(column => [column, words.fields[column]] as const)]}
                value={columns[n] ?? ''}
                onChoose={value =>
                  onMap({ columns: mapped(columns, n, batchColumns.find(column => column === value) ?? null) })
                }
              />
            ))}
          </div>
        </div>
      )}
      {unread.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{words.unread({ count: unread.length })}</MessageBarTitle>
            <ul className={styles.unread}>
              {unread.slice(0, MOST_UNREAD).map(({ line, reason, text }) => (
                <li key={line}>{words.unreadLine({ line, why: unreadWords[reason], text })}</li>
              ))}
              {unread.length > MOST_UNREAD && <li>{words.unreadMore({ count: unread.length - MOST_UNREAD })}</li>}
            </ul>
          </MessageBarBody>
        </MessageBar>
      )}
      {rows.length > 0 && (
        <div className={styles.part}>
          <Subtitle2 as="h3">{words.preview}</Subtitle2>
          <ListTable
            label={words.preview}
            columns={previewColumns(columns)}
            rows={rows.slice(0, FIRST)}
            keyOf={({ line }) => line}
          />
        </div>
      )}
    </>
  );
}

/** Only one column can be a field: the other one that was it is not used. */
function mapped(columns: readonly (BatchColumn | null)[], at: number, field: BatchColumn | null) {
  return columns.map((column, n) => (n === at ? field : column === field ? null : column));
}

function previewColumns(columns: readonly (BatchColumn | null)[]): Column<RowInput>[] {
  return [
    { header: () => words.line, width: '64px', cell: ({ line }) => line },
    ...batchColumns
      .filter(column => columns.includes(column))
      .map(column => ({ header: () => words.fields[column], cell: (row: RowInput) => shown(row[column]) })),
  ];
}

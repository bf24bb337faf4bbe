import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { PeopleListRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { UserFilter } from '../../../../contract/directory/schema.ts';
import { client } from '../../../client/client.ts';
import { pickUsers } from '../../../client/pickedUsers.ts';
import { strings } from '../../../strings.ts';
import { ExportMenu } from '../../../ui/actions/ExportMenu.tsx';
import { saveText, today } from '../../../ui/actions/saveText.ts';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { QuietText } from '../../../ui/display/QuietText.tsx';
import { goTo } from '../../../ui/page/route.ts';
import { PrintUsers } from './PrintUsers.tsx';
import { countSelected, exportedRows, nobody, type Selection } from './selection.ts';
import { UserFilters } from './UserFilters.tsx';
import { UserGrid } from './UserGrid.tsx';

const words = strings.directory;

/** Number of users in one call. */
const PART = 1000;

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM, minHeight: '32px' },
  chosen: {
    paddingInlineStart: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorBrandBackground2,
  },
  paper: { display: 'none', '@media print': { display: 'block' } },
});

/** The imported users with filters, selection, export and print. */
export function ImportedUsers({ version }: { version: number }) {
  const styles = useStyles();
  const [filter, setFilter] = useState<UserFilter>({ search: '', state: 'present', sort: 'name', descending: false });
  const [selection, setSelection] = useState<Selection>(nobody);
  const [paper, setPaper] = useState<HTMLElement | null>(null);
  const [count, setCount] = useState({ total: 0, more: false });
  const selected = countSelected(selection, count.total);

  const onFilter = useCallback((next: Omit<UserFilter, 'sort' | 'descending'>) => {
    setFilter(({ sort, descending }) => ({ ...next, sort, descending }));
    setSelection(nobody);
  }, []);
  const onTotal = useCallback((total: number, more: boolean) => setCount({ total, more }), []);

  const batch = useMutation({
    mutationFn: async () => pickUsers(await idsOf(filter, selection)),
    onSuccess: () => goTo({ page: 'new-batch' }),
  });
  const total = words.total({ count: count.total, more: count.more });
  return (
    <>
      <UserFilters onFilter={onFilter} onEnter={search => void openOnlyHit({ ...filter, search: search.trim() })} />
      <div data-frame="" className={mergeClasses(styles.bar, selected > 0 && styles.chosen)}>
        <QuietText size={200} role="status">
          {selected > 0 ? words.totalSelected({ total, selected }) : total}
        </QuietText>
        {selected > 0 && (
          <Button size="small" appearance="subtle" onClick={() => setSelection(nobody)}>
            {words.clear}
          </Button>
        )}
        {selected > 0 && (
          <Button
            size="small"
            appearance="subtle"
            icon={<PeopleListRegular />}
            disabledFocusable={batch.isPending}
            onClick={() => batch.mutate()}
          >
            {words.batch}
          </Button>
        )}
        <CallFailure error={batch.error} />
        <ExportMenu
          label={words.export}
          formats={words.formats}
          save={format => saveUsers(filter, selection, format)}
        />
        <PrintUsers key={JSON.stringify(filter)} filter={filter} paper={paper} />
      </div>
      <div ref={setPaper} className={styles.paper} />
      <UserGrid
        key={JSON.stringify(filter)}
        filter={filter}
        version={version}
        selection={selection}
        onSelect={setSelection}
        onSort={sort => setFilter({ ...filter, sort, descending: filter.sort === sort && !filter.descending })}
        onTotal={onTotal}
      />
    </>
  );
}

/** Opens the user if only one matches the typed text. The list may not show that text yet. */
async function openOnlyHit(filter: UserFilter): Promise<void> {
  const { rows } = await client.directory.users({ filter, offset: 0, limit: 2 });
  const [user] = rows;
  if (user !== undefined && rows.length === 1) goTo({ page: 'user', user: user.id, tab: 'passkeys' });
}

/** Returns the object ids of the selected users, also of those that were never drawn. */
async function idsOf(filter: UserFilter, { all, named }: Selection): Promise<string[]> {
  if (!all) return [...named];
  const ids: string[] = [];
  for (let offset = 0; ; offset += PART) {
    const { rows } = await client.directory.users({ filter, offset, limit: PART });
    for (const { id } of rows) if (!named.has(id)) ids.push(id);
    if (rows.length < PART) return ids;
  }
}

async function saveUsers(filter: UserFilter, selection: Selection, format: 'csv' | 'json'): Promise<void> {
  const type = format === 'csv' ? 'text/csv' : 'application/json';
  await saveText(
    await client.directory.export({ filter, format, ...exportedRows(selection) }),
    `keydesk-users-${today()}.${format}`,
    type,
  );
}

import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { PeopleListRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { UserFilter } from '../../../../contract/directory/schema.ts';
import { client } from '../../../client/client.ts';
import { type PickedUsers, pickUsers } from '../../../client/pickedUsers.ts';
import { strings } from '../../../strings.ts';
import { ExportMenu } from '../../../ui/actions/ExportMenu.tsx';
import { saveText, today } from '../../../ui/actions/saveText.ts';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { QuietText } from '../../../ui/display/QuietText.tsx';
import { goTo, type RouteFilters } from '../../../ui/page/route.ts';
import { countSelected, exportedRows, nobody, type Selection } from '../../../ui/table/selection.ts';
import { PrintUsers } from './PrintUsers.tsx';
import { UserFilters } from './UserFilters.tsx';
import { UserGrid } from './UserGrid.tsx';
import { chosenOf, userFilterOf } from './userFilter.ts';

const words = strings.directory;

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM, minHeight: '32px' },
  chosen: {
    paddingInlineStart: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorBrandBackground2,
  },
  paper: { display: 'none', '@media print': { display: 'block' } },
});

/** The imported users with filters, selection, export and print. @param begin the filters of the address */
export function ImportedUsers({ version, begin }: { version: number; begin?: RouteFilters | undefined }) {
  const styles = useStyles();
  const [filter, setFilter] = useState<UserFilter>(() => beginOf(begin));
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
    mutationFn: async () => pickUsers(pickOf(filter, selection, count)),
    onSuccess: () => goTo({ page: 'new-batch' }),
  });
  const total = words.total({ count: count.total, more: count.more });
  return (
    <>
      <UserFilters
        begin={begin}
        onFilter={onFilter}
        onEnter={search => void openOnlyHit({ ...filter, search: search.trim() })}
      />
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
            {selection.all && selection.named.size === 0 ? words.batchOfAll({ total }) : words.batch}
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

/** Returns the selection for a new batch. All users of a filter go by the filter, so that a long list need not come to the window. */
function pickOf(
  filter: UserFilter,
  { all, named }: Selection,
  { total, more }: { total: number; more: boolean },
): PickedUsers {
  if (!all) return { ids: [...named] };
  return { filter, except: [...named], count: total - named.size, more };
}

/** Returns the filter and the order in which the list begins. */
function beginOf(begin: RouteFilters | undefined): UserFilter {
  return { ...userFilterOf('', begin?.group, chosenOf(begin)), sort: 'name', descending: false };
}

async function saveUsers(filter: UserFilter, selection: Selection, format: 'csv' | 'json'): Promise<void> {
  const type = format === 'csv' ? 'text/csv' : 'application/json';
  await saveText(
    await client.directory.export({ filter, format, ...exportedRows(selection) }),
    `keydesk-users-${today()}.${format}`,
    type,
  );
}

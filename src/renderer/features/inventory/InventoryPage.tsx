import { makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { BoxMultipleRegular } from '@fluentui/react-icons';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type InventoryFilter, type InventoryState, inventoryStates } from '../../../contract/inventory/schema.ts';
import { inventoryStateWords } from '../../../contract/inventory/words.ts';
import { api, client } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { CountTabs } from '../../ui/CountTabs.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ExportMenu } from '../../ui/ExportMenu.tsx';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { ListFoot } from '../../ui/ListFoot.tsx';
import { PageHeading } from '../../ui/PageHeading.tsx';
import { PageSearch } from '../../ui/PageSearch.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { saveText, today } from '../../ui/saveText.ts';
import { useDebounced } from '../users/useDebounced.ts';
import { DeletionsDue } from './DeletionsDue.tsx';
import { InventoryTable } from './InventoryTable.tsx';

const words = strings.inventory;
const PAGE = 100;

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  search: { flexGrow: 1, maxWidth: '440px' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** Every security key that was ever plugged in. All of it is here without the network. */
export function InventoryPage() {
  const styles = useStyles();
  const [state, setState] = useState<InventoryState | 'all'>('all');
  const [typed, setTyped] = useState('');
  const text = useDebounced(typed.trim(), 200);
  const filter: InventoryFilter = {
    ...(state === 'all' ? {} : { states: [state] }),
    ...(text === '' ? {} : { text }),
  };
  const list = useInfiniteQuery(
    api.inventory.list.infiniteOptions({
      input: (after: string | undefined) => ({ ...filter, ...(after === undefined ? {} : { after }), limit: PAGE }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: page => page.next,
      placeholderData: keepPreviousData,
      refetchOnMount: 'always',
    }),
  );
  const first = list.data?.pages[0];
  const keys = list.data?.pages.flatMap(page => page.keys) ?? [];
  const counted = inventoryStates.map(value => ({
    value,
    label: inventoryStateWords[value],
    count: first?.counts[value] ?? 0,
  }));
  const all = { value: 'all' as const, label: words.all, count: counted.reduce((sum, { count }) => sum + count, 0) };
  const filtered = Object.keys(filter).length > 0;
  return (
    <>
      <PageHeading title={words.title}>{words.subtitle}</PageHeading>
      <DeletionsDue page={first} />
      <CountTabs<InventoryState | 'all'>
        label={words.counts}
        counts={[all, ...counted]}
        chosen={state}
        onChoose={setState}
      />
      <Panel>
        <div data-frame="" className={styles.bar}>
          <PageSearch className={styles.search} label={words.search} value={typed} onSearch={setTyped} />
          {first !== undefined && (
            <Text size={200} className={styles.quiet} role="status">
              {strings.assignments.shown(keys.length, first.total)}
            </Text>
          )}
          <ExportMenu
            label={strings.assignments.export}
            formats={strings.directory.formats}
            save={format => save(filter, format)}
          />
        </div>
        {list.isPending && <Spinner label={strings.loading} />}
        {list.isError && <FailureMessage failure={failureOf(list.error)} onRetry={() => void list.refetch()} />}
        {list.isSuccess && keys.length === 0 && (
          <EmptyState
            Icon={BoxMultipleRegular}
            title={filtered ? words.noMatch : words.empty}
            {...(filtered ? {} : { hint: words.emptyHint })}
          />
        )}
        {keys.length > 0 && <InventoryTable keys={keys} label={words.title} />}
        <ListFoot list={list} shown={keys.length} more={strings.assignments.more} />
      </Panel>
    </>
  );
}

const types = { csv: 'text/csv', json: 'application/json' } as const;

async function save(filter: InventoryFilter, format: keyof typeof types): Promise<void> {
  const parts = await client.inventory.export({ filter, format });
  await saveText(parts, `keydesk-inventory-${today()}.${format}`, types[format]);
}

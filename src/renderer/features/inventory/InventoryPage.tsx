import { makeStyles } from '@fluentui/react-components';
import { BoxMultipleRegular } from '@fluentui/react-icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type InventoryFilter, type InventoryState, inventoryStates } from '../../../contract/inventory/schema.ts';
import { inventoryStateWords } from '../../../contract/inventory/words.ts';
import { api, client } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { ExportMenu } from '../../ui/actions/ExportMenu.tsx';
import { saveText, today } from '../../ui/actions/saveText.ts';
import { EmptyState } from '../../ui/display/EmptyState.tsx';
import { QuietText } from '../../ui/display/QuietText.tsx';
import { shownText } from '../../ui/display/shownText.ts';
import { useDebounced } from '../../ui/form/useDebounced.ts';
import { PageHeading } from '../../ui/page/PageHeading.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { Row } from '../../ui/page/Row.tsx';
import type { RouteFilters } from '../../ui/page/route.ts';
import { CountTabs } from '../../ui/table/CountTabs.tsx';
import { ListFoot } from '../../ui/table/ListFoot.tsx';
import { ListView } from '../../ui/table/ListView.tsx';
import { PageSearch } from '../../ui/table/PageSearch.tsx';
import { paged } from '../../ui/table/paged.ts';
import { DeletionsDue } from './DeletionsDue.tsx';
import { InventoryTable } from './InventoryTable.tsx';

const words = strings.inventory;
const PAGE = 100;

const useStyles = makeStyles({
  search: { flexGrow: 1, maxWidth: '440px' },
});

/** Every security key that was ever plugged in. The page works without the network. @param filters those of the address */
export function InventoryPage({ filters }: { filters?: RouteFilters | undefined }) {
  const styles = useStyles();
  const [state, setState] = useState<InventoryState | 'all'>(
    inventoryStates.find(each => each === filters?.state) ?? 'all',
  );
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
      ...paged,
    }),
  );
  const first = list.data?.pages[0];
  const keys = list.data?.pages.flatMap(page => page.keys) ?? [];
  const filtered = Object.keys(filter).length > 0;
  return (
    <>
      <PageHeading title={words.title}>{words.subtitle}</PageHeading>
      <DeletionsDue page={first} />
      <CountTabs
        label={words.counts}
        states={inventoryStates}
        nameOf={each => (each === 'all' ? words.all : inventoryStateWords[each])}
        counts={first?.counts ?? {}}
        chosen={state}
        onChoose={setState}
      />
      <Panel>
        <Row data-frame="">
          <PageSearch className={styles.search} label={words.search} value={typed} onSearch={setTyped} />
          {first !== undefined && (
            <QuietText size={200} role="status">
              {shownText(keys.length, first.total)}
            </QuietText>
          )}
          <ExportMenu
            label={strings.assignments.export}
            formats={strings.directory.formats}
            save={format => save(filter, format)}
          />
        </Row>
        <ListView
          list={list}
          count={keys.length}
          empty={
            <EmptyState
              Icon={BoxMultipleRegular}
              title={filtered ? words.noMatch : words.empty}
              {...(filtered ? {} : { hint: words.emptyHint })}
            />
          }
          foot={<ListFoot list={list} shown={keys.length} more={strings.assignments.more} />}
        >
          <InventoryTable keys={keys} label={words.title} />
        </ListView>
      </Panel>
    </>
  );
}

const types = { csv: 'text/csv', json: 'application/json' } as const;

async function save(filter: InventoryFilter, format: keyof typeof types): Promise<void> {
  const parts = await client.inventory.export({ filter, format });
  await saveText(parts, `keydesk-inventory-${today()}.${format}`, types[format]);
}

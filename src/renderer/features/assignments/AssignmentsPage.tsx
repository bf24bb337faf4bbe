import { makeStyles } from '@fluentui/react-components';
import { ClipboardTaskRegular } from '@fluentui/react-icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import {
  type AssignmentChoice,
  type AssignmentFilter,
  assignmentStates,
  type UserAccount,
  userAccounts,
} from '../../../contract/assignments/schema.ts';
import { assignmentStateWords, userAccountWords } from '../../../contract/assignments/words.ts';
import { api, client } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { ExportMenu } from '../../ui/actions/ExportMenu.tsx';
import { saveBytes, saveText, today } from '../../ui/actions/saveText.ts';
import { EmptyState } from '../../ui/display/EmptyState.tsx';
import { QuietText } from '../../ui/display/QuietText.tsx';
import { shownText } from '../../ui/display/shownText.ts';
import { PageHeading } from '../../ui/page/PageHeading.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { Row } from '../../ui/page/Row.tsx';
import type { RouteFilters } from '../../ui/page/route.ts';
import { CountTabs } from '../../ui/table/CountTabs.tsx';
import { ListFoot } from '../../ui/table/ListFoot.tsx';
import { ListView } from '../../ui/table/ListView.tsx';
import { paged } from '../../ui/table/paged.ts';
import { countSelected, nobody } from '../../ui/table/selection.ts';
import { AssignmentFilters } from './AssignmentFilters.tsx';
import { AssignmentTable } from './AssignmentTable.tsx';
import { assignmentFilterOf, chosenOf } from './assignmentFilter.ts';
import { BulkBar } from './bulk/BulkBar.tsx';
import { CodesView } from './bulk/CodesView.tsx';
import { useListSort } from './listSort.ts';

const words = strings.assignments;
const PAGE = 100;

/** What the list is narrowed to: a state, or the users who have left or are disabled. */
type Shown = (typeof assignmentStates)[number] | UserAccount | 'all';

/** Read when it is shown, because the language can change. */
function nameOf(shown: Exclude<Shown, 'all'>): string {
  return shown === 'left' || shown === 'disabled' ? userAccountWords[shown] : assignmentStateWords[shown];
}

function shownBy(shown: Shown): Pick<AssignmentFilter, 'states' | 'accounts'> {
  if (shown === 'all') return {};
  return shown === 'left' || shown === 'disabled' ? { accounts: [shown] } : { states: [shown] };
}

const useStyles = makeStyles({ list: { display: 'contents' }, hidden: { display: 'none' } });

/** Every assignment of the tenant, with counts by state, filters and exports. The page works without the network. @param filters those of the address */
export function AssignmentsPage({ filters }: { filters?: RouteFilters | undefined }) {
  const styles = useStyles();
  const [state, setState] = useState<Shown>(
    [...assignmentStates, ...userAccounts].find(each => each === filters?.state) ?? 'all',
  );
  const [others, setOthers] = useState(() => assignmentFilterOf('', '', '', chosenOf(filters)));
  const [selection, setSelection] = useState(nobody);
  const [codesFor, setCodesFor] = useState<{ which: AssignmentChoice; count: number } | null>(null);
  const order = useListSort(filters);
  const onFilter = useCallback((next: Omit<AssignmentFilter, 'states'>) => {
    setOthers(next);
    setSelection(nobody);
  }, []);
  const filter: AssignmentFilter = { ...others, ...shownBy(state) };
  const list = useInfiniteQuery(
    api.assignments.list.infiniteOptions({
      input: (after: string | undefined) => ({
        ...filter,
        sort: order.sort,
        descending: order.descending,
        ...(after === undefined ? {} : { after }),
        limit: PAGE,
      }),
      initialPageParam: undefined as string | undefined,
      ...paged,
    }),
  );
  const first = list.data?.pages[0];
  const assignments = list.data?.pages.flatMap(page => page.assignments) ?? [];
  const filtered = Object.keys(filter).length > 0;
  const selected = countSelected(selection, first?.total ?? 0);
  const which: AssignmentChoice = selection.all
    ? { filter, ...(selection.named.size === 0 ? {} : { except: [...selection.named] }) }
    : { ids: [...selection.named] };
  return (
    <>
      <PageHeading title={words.title}>{words.subtitle}</PageHeading>
      {codesFor !== null && <CodesView {...codesFor} onClose={() => setCodesFor(null)} />}
      {/* Hidden, the list keeps its filters and its selection. */}
      <div className={codesFor === null ? styles.list : styles.hidden}>
        <CountTabs
          label={words.counts}
          states={[...assignmentStates, ...userAccounts]}
          nameOf={each => (each === 'all' ? words.all : nameOf(each))}
          counts={{ ...first?.counts, ...first?.accounts }}
          overlapping={userAccounts}
          chosen={state}
          onChoose={next => {
            setState(next);
            setSelection(nobody);
          }}
        />
        <Panel>
          <AssignmentFilters begin={filters} workflows={first?.workflows ?? []} order={order} onFilter={onFilter} />
          <Row data-frame="">
            {first !== undefined && (
              <QuietText size={200} role="status">
                {shownText(assignments.length, first.total)}
              </QuietText>
            )}
            <ExportMenu label={words.export} formats={words.formats} save={format => save(filter, format)} />
          </Row>
          {selected > 0 && (
            <BulkBar
              all={selection.all && selection.named.size === 0}
              count={selected}
              which={which}
              onCodes={() => setCodesFor({ which, count: selected })}
              onClear={() => setSelection(nobody)}
            />
          )}
          <ListView
            list={list}
            count={assignments.length}
            empty={
              <EmptyState
                Icon={ClipboardTaskRegular}
                title={filtered ? words.noMatch : words.empty}
                {...(filtered ? {} : { hint: words.emptyHint })}
              />
            }
            foot={<ListFoot list={list} shown={assignments.length} more={words.more} />}
          >
            <AssignmentTable
              assignments={assignments}
              label={words.title}
              order={order}
              selecting={{ selection, onSelect: setSelection }}
            />
          </ListView>
        </Panel>
      </div>
    </>
  );
}

const types = { csv: 'text/csv', json: 'application/json', pdf: 'application/pdf' } as const;

async function save(filter: AssignmentFilter, format: keyof typeof types): Promise<void> {
  const parts = await client.assignments.export({ filter, format });
  const keep = format === 'pdf' ? saveBytes : saveText;
  await keep(parts, `keydesk-assignments-${today()}.${format}`, types[format]);
}

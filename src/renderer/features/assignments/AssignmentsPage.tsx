import { ClipboardTaskRegular } from '@fluentui/react-icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import {
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
import { CountTabs } from '../../ui/table/CountTabs.tsx';
import { ListFoot } from '../../ui/table/ListFoot.tsx';
import { ListView } from '../../ui/table/ListView.tsx';
import { paged } from '../../ui/table/paged.ts';
import { AssignmentFilters } from './AssignmentFilters.tsx';
import { AssignmentTable } from './AssignmentTable.tsx';

const words = strings.assignments;
const PAGE = 100;

/** What the list is narrowed to: a state, or the users who have left or are disabled. */
type Shown = (typeof assignmentStates)[number] | UserAccount | 'all';

const names = { ...assignmentStateWords, ...userAccountWords };

function shownBy(shown: Shown): Pick<AssignmentFilter, 'states' | 'accounts'> {
  if (shown === 'all') return {};
  return shown === 'left' || shown === 'disabled' ? { accounts: [shown] } : { states: [shown] };
}

/** Every assignment of the tenant, with counts by state, filters and exports. The page works without the network. */
export function AssignmentsPage() {
  const [state, setState] = useState<Shown>('all');
  const [others, setOthers] = useState<Omit<AssignmentFilter, 'states'>>({});
  const onFilter = useCallback((next: Omit<AssignmentFilter, 'states'>) => setOthers(next), []);
  const filter: AssignmentFilter = { ...others, ...shownBy(state) };
  const list = useInfiniteQuery(
    api.assignments.list.infiniteOptions({
      input: (after: string | undefined) => ({ ...filter, ...(after === undefined ? {} : { after }), limit: PAGE }),
      initialPageParam: undefined as string | undefined,
      ...paged,
    }),
  );
  const first = list.data?.pages[0];
  const assignments = list.data?.pages.flatMap(page => page.assignments) ?? [];
  const filtered = Object.keys(filter).length > 0;
  return (
    <>
      <PageHeading title={words.title}>{words.subtitle}</PageHeading>
      <CountTabs
        label={words.counts}
        states={[...assignmentStates, ...userAccounts]}
        nameOf={each => (each === 'all' ? words.all : names[each])}
        counts={{ ...first?.counts, ...first?.accounts }}
        overlapping={userAccounts}
        chosen={state}
        onChoose={setState}
      />
      <Panel>
        <AssignmentFilters workflows={first?.workflows ?? []} onFilter={onFilter} />
        <Row data-frame="">
          {first !== undefined && (
            <QuietText size={200} role="status">
              {shownText(assignments.length, first.total)}
            </QuietText>
          )}
          <ExportMenu label={words.export} formats={words.formats} save={format => save(filter, format)} />
        </Row>
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
          <AssignmentTable assignments={assignments} label={words.title} />
        </ListView>
      </Panel>
    </>
  );
}

const types = { csv: 'text/csv', json: 'application/json', pdf: 'application/pdf' } as const;

async function save(filter: AssignmentFilter, format: keyof typeof types): Promise<void> {
  const parts = await client.assignments.export({ filter, format });
  const keep = format === 'pdf' ? saveBytes : saveText;
  await keep(parts, `keydesk-assignments-${today()}.${format}`, types[format]);
}

import { makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { ClipboardTaskRegular } from '@fluentui/react-icons';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { type AssignmentFilter, type AssignmentState, assignmentStates } from '../../../contract/assignments/schema.ts';
import { assignmentStateWords } from '../../../contract/assignments/words.ts';
import { api, client } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { CountTabs } from '../../ui/CountTabs.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ExportMenu } from '../../ui/ExportMenu.tsx';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { ListFoot } from '../../ui/ListFoot.tsx';
import { PageHeading } from '../../ui/PageHeading.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { saveBytes, saveText, today } from '../../ui/saveText.ts';
import { AssignmentFilters } from './AssignmentFilters.tsx';
import { AssignmentTable } from './AssignmentTable.tsx';

const words = strings.assignments;
const PAGE = 100;

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** Every assignment of the tenant: numbers by state, filters, copies. All of it is here without the network. */
export function AssignmentsPage() {
  const styles = useStyles();
  const [state, setState] = useState<AssignmentState | 'all'>('all');
  const [others, setOthers] = useState<Omit<AssignmentFilter, 'states'>>({});
  const onFilter = useCallback((next: Omit<AssignmentFilter, 'states'>) => setOthers(next), []);
  const filter: AssignmentFilter = { ...others, ...(state === 'all' ? {} : { states: [state] }) };
  const list = useInfiniteQuery(
    api.assignments.list.infiniteOptions({
      input: (after: string | undefined) => ({ ...filter, ...(after === undefined ? {} : { after }), limit: PAGE }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: page => page.next,
      placeholderData: keepPreviousData,
      refetchOnMount: 'always',
    }),
  );
  const first = list.data?.pages[0];
  const assignments = list.data?.pages.flatMap(page => page.assignments) ?? [];
  const counted = assignmentStates.map(value => ({
    value,
    label: assignmentStateWords[value],
    count: first?.counts[value] ?? 0,
  }));
  const all = { value: 'all' as const, label: words.all, count: counted.reduce((sum, { count }) => sum + count, 0) };
  const filtered = Object.keys(filter).length > 0;
  return (
    <>
      <PageHeading title={words.title}>{words.subtitle}</PageHeading>
      <CountTabs<AssignmentState | 'all'>
        label={words.counts}
        counts={[all, ...counted]}
        chosen={state}
        onChoose={setState}
      />
      <Panel>
        <AssignmentFilters workflows={first?.workflows ?? []} onFilter={onFilter} />
        <div data-frame="" className={styles.bar}>
          {first !== undefined && (
            <Text size={200} className={styles.quiet} role="status">
              {words.shown(assignments.length, first.total)}
            </Text>
          )}
          <ExportMenu label={words.export} formats={words.formats} save={format => save(filter, format)} />
        </div>
        {list.isPending && <Spinner label={strings.loading} />}
        {list.isError && <FailureMessage failure={failureOf(list.error)} onRetry={() => void list.refetch()} />}
        {list.isSuccess && assignments.length === 0 && (
          <EmptyState
            Icon={ClipboardTaskRegular}
            title={filtered ? words.noMatch : words.empty}
            {...(filtered ? {} : { hint: words.emptyHint })}
          />
        )}
        {assignments.length > 0 && <AssignmentTable assignments={assignments} label={words.title} />}
        <ListFoot list={list} shown={assignments.length} more={words.more} />
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

import { Button, Link, makeStyles } from '@fluentui/react-components';
import { AddRegular, PeopleListRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import type { Batch } from '../../../contract/batches/schema.ts';
import { number } from '../../../words/say.ts';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { EmptyState } from '../../ui/display/EmptyState.tsx';
import { formatDate } from '../../ui/display/formatDate.ts';
import { PageHeading } from '../../ui/page/PageHeading.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { goTo, hrefOf } from '../../ui/page/route.ts';
import { CellText } from '../../ui/table/CellText.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { ListTable } from '../../ui/table/ListTable.tsx';
import { ListView } from '../../ui/table/ListView.tsx';
import { BatchState } from './BatchState.tsx';

const words = strings.batches;

const useStyles = makeStyles({
  bar: { display: 'flex', justifyContent: 'flex-start' },
});

const columns: readonly Column<Batch>[] = [
  {
    header: () => words.columns.name,
    cell: ({ id, name }) => (
      <CellText text={name}>
        <Link href={hrefOf({ page: 'batch', batch: id })}>{name}</Link>
      </CellText>
    ),
  },
  { header: () => words.columns.state, width: '112px', cell: ({ state }) => <BatchState state={state} /> },
  {
    header: () => words.columns.done,
    width: '88px',
    cell: ({ rows, counts: { done } }) => words.doneOf({ done, rows }),
  },
  { header: () => words.columns.failed, width: '64px', cell: ({ counts }) => number(counts.failed) },
  { header: () => words.columns.skipped, width: '112px', cell: ({ counts }) => number(counts.skipped) },
  { header: () => words.columns.pinsKept, width: '80px', cell: ({ pinsKept }) => number(pinsKept) },
  {
    header: () => words.columns.created,
    width: '168px',
    cell: ({ createdAt }) => <CellText text={formatDate(createdAt) ?? strings.none} quiet />,
  },
];

/** The batches of the tenant, the newest first. */
export function BatchesPage() {
  const styles = useStyles();
  const list = useQuery(api.batches.list.queryOptions({ refetchOnMount: 'always', refetchInterval: 5000 }));
  const create = (
    <Button appearance="primary" icon={<AddRegular />} onClick={() => goTo({ page: 'new-batch' })}>
      {words.create}
    </Button>
  );
  const deferred = <Link href={hrefOf({ page: 'deferred', step: 'fetch' })}>{words.deferred}</Link>;
  return (
    <>
      <PageHeading title={words.title}>{words.subtitle}</PageHeading>
      <Panel>
        <ListView
          list={list}
          count={list.data?.length ?? 0}
          empty={
            <EmptyState Icon={PeopleListRegular} title={words.empty} hint={words.emptyHint}>
              {create}
              {deferred}
            </EmptyState>
          }
        >
          <div className={styles.bar}>
            <Row>
              {create}
              {deferred}
            </Row>
          </div>
          <ListTable
            label={words.title}
            columns={columns}
            rows={list.data ?? []}
            keyOf={({ id }) => id}
            onOpen={({ id }) => goTo({ page: 'batch', batch: id })}
          />
        </ListView>
      </Panel>
    </>
  );
}

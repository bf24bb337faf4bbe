import { HistoryRegular } from '@fluentui/react-icons';
import { EmptyState } from '../../components/EmptyState.tsx';
import { PageHeading } from '../../components/PageHeading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { strings } from '../../strings.ts';

export function ActivityPage() {
  return (
    <>
      <PageHeading title={strings.activity.title} />
      <Panel>
        <EmptyState Icon={HistoryRegular} title={strings.activity.empty} hint={strings.activity.hint} />
      </Panel>
    </>
  );
}

import { useState } from 'react';
import type { ActivityFilter } from '../../../contract/activity/schema.ts';
import { strings } from '../../strings.ts';
import { PageHeading } from '../../ui/page/PageHeading.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { ActivityFilters } from './ActivityFilters.tsx';
import { ActivityList } from './ActivityList.tsx';
import { ActivityTools } from './ActivityTools.tsx';

/** The activity log with filters, its verification and its export. */
export function ActivityPage() {
  const [filter, setFilter] = useState<ActivityFilter>({});
  return (
    <>
      <PageHeading title={strings.activity.title}>{strings.activity.subtitle}</PageHeading>
      <Panel>
        <ActivityTools filter={filter} />
        <ActivityFilters onFilter={setFilter} />
        <ActivityList filter={filter} />
      </Panel>
    </>
  );
}

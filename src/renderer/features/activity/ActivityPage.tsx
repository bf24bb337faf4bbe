import { useState } from 'react';
import type { ActivityFilter } from '../../../contract/activity/schema.ts';
import { strings } from '../../strings.ts';
import { PageHeading } from '../../ui/page/PageHeading.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import type { RouteFilters } from '../../ui/page/route.ts';
import { ActivityFilters } from './ActivityFilters.tsx';
import { ActivityList } from './ActivityList.tsx';
import { ActivityTools } from './ActivityTools.tsx';
import { activityFilterOf, chosenOf } from './activityFilter.ts';

/** The activity log with filters, its verification and its export. @param filters those of the address */
export function ActivityPage({ filters }: { filters?: RouteFilters | undefined }) {
  const [filter, setFilter] = useState<ActivityFilter>(() => activityFilterOf('', '', chosenOf(filters)));
  return (
    <>
      <PageHeading title={strings.activity.title}>{strings.activity.subtitle}</PageHeading>
      <Panel>
        <ActivityTools filter={filter} />
        <ActivityFilters begin={filters} onFilter={setFilter} />
        <ActivityList filter={filter} />
      </Panel>
    </>
  );
}

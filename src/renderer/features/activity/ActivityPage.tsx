import { useState } from 'react';
import type { ActivityFilter } from '../../../contract/activity/schema.ts';
import { strings } from '../../strings.ts';
import { PageHeading } from '../../ui/PageHeading.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ActivityFilters } from './ActivityFilters.tsx';
import { ActivityList } from './ActivityList.tsx';
import { ActivityTools } from './ActivityTools.tsx';

/** The log of every change, with filters; whether it is whole; and a copy of it. */
export function ActivityPage() {
  const [filter, setFilter] = useState<ActivityFilter>({});
  return (
    <>
      <PageHeading title={strings.activity.title}>{strings.activity.subtitle}</PageHeading>
      <Panel>
        <ActivityTools filter={filter} />
        <ActivityFilters filter={filter} onFilter={setFilter} />
        <ActivityList filter={filter} />
      </Panel>
    </>
  );
}

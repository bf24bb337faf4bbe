import { Breadcrumb, BreadcrumbButton, BreadcrumbDivider, BreadcrumbItem } from '@fluentui/react-components';
import { Fragment } from 'react';
import type { Workflow } from '../../../contract/workflows/schema.ts';
import { hrefOf, type Route } from '../../app/route.ts';
import { strings } from '../../strings.ts';

/** Workflows > the workflow > what is done with it. */
export function WorkflowTrail({ workflow, last }: { workflow?: Workflow; last?: string }) {
  const list = { route: { page: 'workflows' } as Route, text: strings.workflows.title };
  const own: { route: Route; text: string }[] =
    workflow === undefined ? [] : [{ route: { page: 'workflow', workflow: workflow.id }, text: workflow.name }];
  const above = last === undefined ? [list] : [list, ...own];
  return (
    <Breadcrumb aria-label={strings.trail}>
      {above.map(({ route, text }) => (
        <Fragment key={text}>
          <BreadcrumbItem>
            <BreadcrumbButton href={hrefOf(route)}>{text}</BreadcrumbButton>
          </BreadcrumbItem>
          <BreadcrumbDivider />
        </Fragment>
      ))}
      <BreadcrumbItem>
        <BreadcrumbButton current>{last ?? workflow?.name ?? ''}</BreadcrumbButton>
      </BreadcrumbItem>
    </Breadcrumb>
  );
}

import { Breadcrumb, BreadcrumbButton, BreadcrumbDivider, BreadcrumbItem } from '@fluentui/react-components';
import { Fragment } from 'react';
import { strings } from '../../strings.ts';
import { hrefOf, type Route } from './route.ts';

/** The pages above the current one, each a link, and the name of the current page. */
export function Trail({ above, current }: { above: readonly { route: Route; name: string }[]; current: string }) {
  return (
    <Breadcrumb aria-label={strings.trail}>
      {above.map(({ route, name }) => (
        <Fragment key={hrefOf(route)}>
          <BreadcrumbItem>
            <BreadcrumbButton href={hrefOf(route)}>{name}</BreadcrumbButton>
          </BreadcrumbItem>
          <BreadcrumbDivider />
        </Fragment>
      ))}
      <BreadcrumbItem>
        <BreadcrumbButton current>{current}</BreadcrumbButton>
      </BreadcrumbItem>
    </Breadcrumb>
  );
}

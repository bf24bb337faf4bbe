import { Breadcrumb, BreadcrumbButton, BreadcrumbDivider, BreadcrumbItem } from '@fluentui/react-components';
import type { User } from '../../../contract/users/schema.ts';
import { hrefOf } from '../../app/route.ts';
import { strings } from '../../strings.ts';

/** Users > All Users > the person, and what is being done for them where the page is deeper. */
export function UserTrail({ user, deeper }: { user: Pick<User, 'id' | 'displayName'>; deeper?: string }) {
  const passkeys = hrefOf({ page: 'user', user: user.id, tab: 'passkeys' });
  return (
    <Breadcrumb aria-label={strings.trail}>
      <BreadcrumbItem>
        <BreadcrumbButton href={hrefOf({ page: 'users' })}>{strings.users.title}</BreadcrumbButton>
      </BreadcrumbItem>
      <BreadcrumbDivider />
      <BreadcrumbItem>
        <BreadcrumbButton current={deeper === undefined} {...(deeper === undefined ? {} : { href: passkeys })}>
          {user.displayName}
        </BreadcrumbButton>
      </BreadcrumbItem>
      {deeper !== undefined && (
        <>
          <BreadcrumbDivider />
          <BreadcrumbItem>
            <BreadcrumbButton current>{deeper}</BreadcrumbButton>
          </BreadcrumbItem>
        </>
      )}
    </Breadcrumb>
  );
}

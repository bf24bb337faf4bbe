import { Link } from '@fluentui/react-components';
import { strings } from '../strings.ts';
import { PageHeading } from '../ui/page/PageHeading.tsx';
import { hrefOf } from '../ui/page/route.ts';

/** For an address that leads nowhere. */
export function UnknownPage() {
  return (
    <PageHeading title={strings.unknownPage}>
      {strings.unknownPageHint} <Link href={hrefOf({ page: 'start' })}>{strings.toStart}</Link>
    </PageHeading>
  );
}

import { Link } from '@fluentui/react-components';
import { strings } from '../strings.ts';
import { PageHeading } from '../ui/page/PageHeading.tsx';
import { hrefOf } from '../ui/page/route.ts';

/** The page for an unknown address. */
export function UnknownPage() {
  return (
    <PageHeading title={strings.unknownPage}>
      {strings.unknownPageHint} <Link href={hrefOf({ page: 'start' })}>{strings.toStart}</Link>
    </PageHeading>
  );
}

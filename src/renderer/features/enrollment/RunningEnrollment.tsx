import { Link, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { hrefOf, useRoute } from '../../app/route.ts';
import { strings } from '../../strings.ts';
import { useEnrollment } from './EnrollmentProvider.tsx';

const words = strings.enroll;

/** The way back to an enrolment while another page is looked at. */
export function RunningEnrollment() {
  const { run } = useEnrollment();
  const route = useRoute();
  if (run === null || (route.page === 'enroll' && route.user === run.user.id)) return null;
  const name = run.user.displayName;
  return (
    <MessageBar intent="info">
      <MessageBarBody>
        {run.end === null ? words.elsewhere(name) : words.endedElsewhere(name)}{' '}
        <Link href={hrefOf({ page: 'enroll', user: run.user.id })}>{words.show}</Link>
      </MessageBarBody>
    </MessageBar>
  );
}

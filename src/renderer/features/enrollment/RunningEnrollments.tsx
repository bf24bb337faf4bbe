import { Button, Link, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { hrefOf, useRoute } from '../../app/route.ts';
import { strings } from '../../strings.ts';
import { useEnrollments } from './EnrollmentProvider.tsx';
import { isDismissible, messageOf } from './messages.ts';

const words = strings.enroll;

/** The way back to each enrolment while another page is looked at; it says when one waits for somebody. */
export function RunningEnrollments() {
  const { runs, dismiss } = useEnrollments();
  const route = useRoute();
  return runs
    .filter(({ user }) => route.page !== 'enroll' || route.user !== user.id)
    .map(run => {
      const { intent, text } = messageOf(run);
      return (
        <MessageBar key={run.user.id} intent={intent}>
          <MessageBarBody>
            {text} <Link href={hrefOf({ page: 'enroll', user: run.user.id })}>{words.show}</Link>
          </MessageBarBody>
          {isDismissible(run) && (
            <MessageBarActions
              containerAction={
                <Button
                  appearance="transparent"
                  icon={<DismissRegular />}
                  aria-label={strings.close}
                  onClick={() => dismiss(run.user.id)}
                />
              }
            />
          )}
        </MessageBar>
      );
    });
}

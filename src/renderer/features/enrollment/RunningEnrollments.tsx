import { Button, Link, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { useState } from 'react';
import { hrefOf, useRoute } from '../../app/route.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { DismissButton } from '../../components/DismissButton.tsx';
import { strings } from '../../strings.ts';
import { useEnrollments } from './EnrollmentProvider.tsx';
import { messageOf } from './messages.ts';
import { holdsUnseenPin, type Run } from './run.ts';

const words = strings.enroll;

/**
 * The way back to each enrollment while another page is looked at; it says when one waits for somebody. One whose end was seen
 * on its page is not shown again.
 */
export function RunningEnrollments() {
  const { runs, dismiss } = useEnrollments();
  const route = useRoute();
  const elsewhere = runs.filter(({ user }) => route.page !== 'enroll' || route.user !== user.id);
  const over = elsewhere.filter(run => run.end !== null && !holdsUnseenPin(run));
  return (
    <>
      {elsewhere.map(run => (
        <RunMessage key={run.user.id} run={run} />
      ))}
      {over.length > 1 && (
        <div>
          <Button
            size="small"
            onClick={() => {
              for (const { user } of over) dismiss(user.id);
            }}
          >
            {words.dismissAll(over.length)}
          </Button>
        </div>
      )}
    </>
  );
}

function RunMessage({ run }: { run: Run }) {
  const { dismiss } = useEnrollments();
  const [asking, setAsking] = useState(false);
  const { intent, text } = messageOf(run);
  const { id, displayName } = run.user;
  const unseen = holdsUnseenPin(run);
  return (
    <MessageBar intent={intent} layout="multiline">
      <MessageBarBody>
        {text} <Link href={hrefOf({ page: 'enroll', user: id })}>{unseen ? words.showPin : words.show}</Link>
      </MessageBarBody>
      {run.end !== null && (
        <MessageBarActions
          containerAction={<DismissButton onDismiss={() => (unseen ? setAsking(true) : dismiss(id))} />}
        />
      )}
      {asking && (
        <ConfirmDialog
          title={words.forgetPinTitle}
          action={words.forgetPin}
          pending={false}
          error={null}
          onConfirm={() => dismiss(id)}
          onClose={() => setAsking(false)}
        >
          {words.forgetPinText(displayName)}
        </ConfirmDialog>
      )}
    </MessageBar>
  );
}

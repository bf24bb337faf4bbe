import { Button, Link, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { useState } from 'react';
import { strings } from '../../strings.ts';
import { DismissButton } from '../../ui/actions/DismissButton.tsx';
import { hrefOf, useRoute } from '../../ui/page/route.ts';
import { useEnrollments } from './EnrollmentProvider.tsx';
import { ForgetPinDialog } from './ForgetPinDialog.tsx';
import { messageOf } from './messages.ts';
import type { Run } from './run.ts';
import { usePasskeyGone } from './usePasskeyGone.ts';

const words = strings.enroll;

/**
 * Links to each enrollment from other pages. Shows if one asks for something. An enrollment whose end was seen on its
 * page is not shown again.
 */
export function RunningEnrollments() {
  const { runs, runOf, dismiss } = useEnrollments();
  const route = useRoute();
  const elsewhere = runs.filter(run => route.page !== 'enroll' || run !== runOf(route.user));
  const over = elsewhere.filter(run => run.end !== null && !run.pinHeld);
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
              for (const run of over) dismiss(run);
            }}
          >
            {words.dismissAll({ count: over.length })}
          </Button>
        </div>
      )}
    </>
  );
}

function RunMessage({ run }: { run: Run }) {
  const { dismiss } = useEnrollments();
  const [asking, setAsking] = useState(false);
  const { intent, text } = messageOf(run, usePasskeyGone(run.end));
  const unseen = run.pinHeld;
  return (
    <MessageBar intent={intent} layout="multiline">
      <MessageBarBody>
        {text} <Link href={hrefOf({ page: 'enroll', user: run.user.id })}>{unseen ? words.showPin : words.show}</Link>
      </MessageBarBody>
      {run.end !== null && (
        <MessageBarActions
          containerAction={<DismissButton onDismiss={() => (unseen ? setAsking(true) : dismiss(run))} />}
        />
      )}
      {asking && <ForgetPinDialog run={run} onClose={() => setAsking(false)} />}
    </MessageBar>
  );
}

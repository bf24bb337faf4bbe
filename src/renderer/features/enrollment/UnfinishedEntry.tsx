import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Unfinished } from '../../../contract/enrollment/schema.ts';
import { goTo } from '../../app/route.ts';
import { useOtherTenant } from '../../app/useTenantName.ts';
import { api, queryClient } from '../../client/client.ts';
import { useKeys } from '../../client/hooks.ts';
import { strings } from '../../strings.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { useEnrollments } from './EnrollmentProvider.tsx';

const words = strings.unfinished;

const useStyles = makeStyles({
  entry: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    paddingTop: tokens.spacingVerticalXS,
  },
});

/** One unfinished enrollment: finish it with its key, or discard it. */
export function UnfinishedEntry({ entry }: { entry: Unfinished }) {
  const styles = useStyles();
  const { finish } = useEnrollments();
  const keys = useKeys() ?? [];
  const [discarding, setDiscarding] = useState(false);
  const discard = useMutation(
    api.enrollment.discard.mutationOptions({
      onSuccess: left => {
        setDiscarding(false);
        queryClient.setQueryData(api.enrollment.unfinished.queryKey(), left);
      },
    }),
  );
  const elsewhere = useOtherTenant()(entry.tenant);
  const { enrollmentId, userPrincipalName: user } = entry;
  const finishNow = () => {
    finish(entry, keys.length === 1 ? keys[0]?.id : undefined);
    goTo({ page: 'enroll', user: entry.userId });
  };
  if (elsewhere !== undefined) {
    return (
      <div className={styles.entry}>
        <Text>{words.line(entry)}</Text>
        <Text>{words.elsewhere(elsewhere)}</Text>
      </div>
    );
  }
  return (
    <div className={styles.entry}>
      <Text>{words.line(entry)}</Text>
      {entry.pinLost && <Text>{words.pinLost}</Text>}
      <Button size="small" aria-label={words.finishOf(user)} onClick={finishNow}>
        {words.finish}
      </Button>
      <Button size="small" aria-label={words.discardOf(user)} onClick={() => setDiscarding(true)}>
        {words.discard}
      </Button>
      {discarding && (
        <ConfirmDialog
          title={words.discardTitle}
          action={words.discard}
          pending={discard.isPending}
          error={discard.error}
          onConfirm={() => discard.mutate({ enrollmentId })}
          onClose={() => setDiscarding(false)}
        >
          <Text>{words.discardText(user)}</Text>
          <Text>{words.discardAdvice}</Text>
        </ConfirmDialog>
      )}
    </div>
  );
}

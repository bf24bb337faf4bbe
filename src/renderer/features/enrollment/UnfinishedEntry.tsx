import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Unfinished } from '../../../contract/enrollment/schema.ts';
import { unfinishedWords } from '../../../contract/enrollment/words.ts';
import { api, queryClient } from '../../client/client.ts';
import { useKeys } from '../../client/hooks.ts';
import { useOtherTenant } from '../../client/useTenantName.ts';
import { strings } from '../../strings.ts';
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { goTo } from '../../ui/page/route.ts';
import { useEnrollments } from './EnrollmentProvider.tsx';

const words = strings.unfinished;

const useStyles = makeStyles({
  entry: { paddingTop: tokens.spacingVerticalXS },
});

/** One unfinished enrollment, with the buttons to finish or discard it. */
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
      <Row gap="small" className={styles.entry}>
        <Text>{words.line({ user, state: unfinishedWords(entry) })}</Text>
        <Text>{words.elsewhere({ tenant: elsewhere })}</Text>
      </Row>
    );
  }
  return (
    <Row gap="small" className={styles.entry}>
      <Text>{words.line({ user, state: unfinishedWords(entry) })}</Text>
      {entry.pinLost && <Text>{words.pinLost}</Text>}
      <Button size="small" aria-label={words.finishOf({ user })} onClick={finishNow}>
        {words.finish}
      </Button>
      <Button size="small" aria-label={words.discardOf({ user })} onClick={() => setDiscarding(true)}>
        {words.discard}
      </Button>
      {discarding && (
        <ConfirmDialog
          title={words.discardTitle}
          action={words.discard}
          work={discard}
          onConfirm={() => discard.mutate({ enrollmentId })}
          onClose={() => setDiscarding(false)}
        >
          <Text>{words.discardText({ user })}</Text>
          <Text>{words.discardAdvice}</Text>
        </ConfirmDialog>
      )}
    </Row>
  );
}

import { Button, MessageBar, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ActivityVerification, headText } from '../../../contract/activity/schema.ts';
import type { ErrorCode } from '../../../contract/errors/errors.ts';
import { api } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { FailureMessage } from '../../ui/FailureMessage.tsx';

const words = strings.activity;

/** What a person may settle after looking into it: the entries themselves are whole. */
const ACCEPTABLE: readonly ErrorCode[] = ['activity-head-missing', 'activity-head-damaged'];

const useStyles = makeStyles({
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  value: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
});

/** How the log was found, and its head, which a person can copy to note it elsewhere. `onAccepted` is called after the record of the end was written again. */
export function Verification({ found, noted, onAccepted }: VerificationProps) {
  const queryClient = useQueryClient();
  const accept = useMutation(
    api.activity.acceptHead.mutationOptions({
      onSuccess: async () => {
        onAccepted();
        await queryClient.invalidateQueries({ queryKey: api.activity.list.key() });
      },
    }),
  );
  const { head, failure } = found;
  if (failure === null) {
    return (
      <MessageBar intent="success" layout="multiline" role="status">
        <MessageBarBody>
          <MessageBarTitle>{words.whole(head.count)}</MessageBarTitle>
          {noted && <div>{words.hasNoted}</div>}
          <Head text={headText(head)} />
          <div>{words.noteHead}</div>
        </MessageBarBody>
      </MessageBar>
    );
  }
  return (
    <>
      <FailureMessage failure={failure} />
      {ACCEPTABLE.includes(failure.code) && (
        <>
          <Head text={headText(head)} />
          <div>
            <Button disabledFocusable={accept.isPending} onClick={() => accept.mutate(head)}>
              {words.accept}
            </Button>
          </div>
        </>
      )}
      {accept.isError && <FailureMessage failure={failureOf(accept.error)} />}
    </>
  );
}

interface VerificationProps {
  found: ActivityVerification;
  /** Whether the log was compared with a head that a person had noted. */
  noted: boolean;
  onAccepted: () => void;
}

function Head({ text }: { text: string }) {
  const styles = useStyles();
  return (
    <div className={styles.head}>
      <span>{words.head}</span>
      <span className={styles.value}>{text}</span>
      <CopyButton text={text} />
    </div>
  );
}

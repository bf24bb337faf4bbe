import { Button, MessageBar, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ActivityVerification, headText } from '../../../contract/activity/schema.ts';
import type { ErrorCode } from '../../../contract/errors/errors.ts';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { CopyButton } from '../../ui/actions/CopyButton.tsx';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';
import { Row } from '../../ui/page/Row.tsx';

const words = strings.activity;

/** Failures that a person may accept after a look at the entries: the entries themselves are intact. */
const ACCEPTABLE: readonly ErrorCode[] = ['activity-head-missing', 'activity-head-damaged'];

const useStyles = makeStyles({
  value: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
});

/** The result of a verification, and the head of the log, which a person can copy and save elsewhere. */
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
          <MessageBarTitle>{words.whole({ count: head.count })}</MessageBarTitle>
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
      <CallFailure error={accept.error} />
    </>
  );
}

interface VerificationProps {
  found: ActivityVerification;
  /** Whether the log was compared with a head that a person had noted. */
  noted: boolean;
  /** Called after the record of the head was written again. */
  onAccepted: () => void;
}

function Head({ text }: { text: string }) {
  const styles = useStyles();
  return (
    <Row gap="small">
      <span>{words.head}</span>
      <span className={styles.value}>{text}</span>
      <CopyButton text={text} />
    </Row>
  );
}

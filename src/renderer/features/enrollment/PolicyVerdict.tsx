import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components';
import { CheckmarkCircleRegular } from '@fluentui/react-icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { wordsFor } from '../../../contract/errors/words.ts';
import type { User } from '../../../contract/users/schema.ts';
import { api, queryClient } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { useKeyDetails } from '../keys/useKeyDetails.ts';

const words = strings.policy;

const useStyles = makeStyles({
  allowed: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  icon: { flexShrink: 0, fontSize: '20px', color: tokens.colorStatusSuccessForeground1 },
});

/** What the tenant's policy will say to this key and user, told before Create is clicked. */
export function PolicyVerdict({ user, keyId }: { user: User; keyId: string }) {
  const styles = useStyles();
  const input = { user: user.id, keyId };
  const readable = useKeyDetails(keyId).isSuccess;
  const check = useQuery(api.policy.check.queryOptions({ input, enabled: readable, staleTime: 60_000 }));
  const again = useMutation(
    api.policy.check.mutationOptions({
      onSuccess: answer => queryClient.setQueryData(api.policy.check.queryKey({ input }), answer),
    }),
  );
  if (!readable) return null;
  if (check.isPending) return <Spinner size="tiny" labelPosition="after" label={words.checking} />;
  if (check.isError) return <FailureMessage failure={failureOf(check.error)} onRetry={() => void check.refetch()} />;
  const { verdict } = check.data;
  if (verdict.verdict === 'allowed') {
    return (
      <div className={styles.allowed} role="status">
        <CheckmarkCircleRegular className={styles.icon} />
        <Text>{words.allowed(verdict.profile)}</Text>
      </div>
    );
  }
  const { message, next } = wordsFor(verdict.reason);
  return (
    <MessageBar intent={verdict.verdict === 'refused' ? 'error' : 'warning'} layout="multiline" role="status">
      <MessageBarBody>
        <MessageBarTitle>{message}</MessageBarTitle> {next}
        {verdict.reason.cause && (
          <details>
            <summary>{strings.details}</summary>
            {verdict.reason.cause.join('\n')}
          </details>
        )}
      </MessageBarBody>
      <MessageBarActions>
        <Button disabledFocusable={again.isPending} onClick={() => again.mutate({ ...input, refresh: true })}>
          {words.checkAgain}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}

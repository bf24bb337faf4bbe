import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { CheckmarkCircleRegular } from '@fluentui/react-icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { causeLines } from '../../../contract/errors/causeWords.ts';
import { wordsFor } from '../../../contract/errors/words.ts';
import type { User } from '../../../contract/users/schema.ts';
import { api, queryClient } from '../../client/client.ts';
import { useKeyDetails } from '../../client/useKeyDetails.ts';
import { strings } from '../../strings.ts';
import { QueryState } from '../../ui/display/QueryState.tsx';
import { Row } from '../../ui/page/Row.tsx';

const words = strings.policy;

const useStyles = makeStyles({
  icon: { flexShrink: 0, fontSize: '20px', color: tokens.colorStatusSuccessForeground1 },
});

/** Checks the tenant's policy for this key and user, before the person clicks Create. */
export function PolicyVerdict({ user, keyId }: { user: User; keyId: string }) {
  const styles = useStyles();
  const input = { user: user.id, keyId };
  const readable = useKeyDetails(keyId).isSuccess;
  const check = useQuery(api.policy.check.queryOptions({ input, enabled: readable, staleTime: 60_000 }));
  const again = useMutation(
    api.policy.check.mutationOptions({
      onSuccess: answer => {
        queryClient.setQueryData(api.policy.check.queryKey({ input }), answer);
        void queryClient.invalidateQueries({ queryKey: api.enrollment.plan.key() });
      },
    }),
  );
  if (!readable) return null;
  if (!check.isSuccess) return <QueryState query={check} label={words.checking} size="tiny" />;
  const { verdict } = check.data;
  if (verdict.verdict === 'allowed') {
    return (
      <Row gap="small" oneLine role="status">
        <CheckmarkCircleRegular className={styles.icon} />
        <Text>{words.allowed({ profile: verdict.profile })}</Text>
      </Row>
    );
  }
  const { message, next } = wordsFor(verdict.reason);
  const causes = causeLines(verdict.reason, 'window');
  return (
    <MessageBar intent={verdict.verdict === 'refused' ? 'error' : 'warning'} layout="multiline" role="status">
      <MessageBarBody>
        <MessageBarTitle>{message}</MessageBarTitle> {next}
        {causes.length > 0 && (
          <details>
            <summary>{strings.details}</summary>
            {causes.join('\n')}
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

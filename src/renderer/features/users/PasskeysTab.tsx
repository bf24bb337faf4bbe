import {
  Button,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Spinner,
  Subtitle2,
  Text,
  Toolbar,
  tokens,
} from '@fluentui/react-components';
import { KeyMultipleRegular, TicketDiagonalRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PasskeyReview } from '../../../contract/passkeys/review.ts';
import type { User } from '../../../contract/users/schema.ts';
import { api } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { RefreshButton } from '../../ui/actions/RefreshButton.tsx';
import { EmptyState } from '../../ui/display/EmptyState.tsx';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';
import { formatDate } from '../../ui/display/formatDate.ts';
import { Panel } from '../../ui/page/Panel.tsx';
import { AssignmentTable } from '../assignments/AssignmentTable.tsx';
import { LostPin } from '../inventory/LostPin.tsx';
import { ActivationCodeDialog } from './ActivationCodeDialog.tsx';
import { AddPasskeyMenu } from './AddPasskeyMenu.tsx';
import { PasskeyDifferences } from './PasskeyDifferences.tsx';
import { PasskeyTable } from './PasskeyTable.tsx';
import { keysOf, newestReview } from './review.ts';

const words = strings.passkeys;

const useStyles = makeStyles({
  toolbar: { flexWrap: 'wrap', gap: tokens.spacingHorizontalS, padding: 0, '& button': { whiteSpace: 'nowrap' } },
  age: { marginInlineStart: 'auto', color: tokens.colorNeutralForeground3 },
});

/**
 * The user's passkeys in Entra, the assignments of the user, and the button that adds a passkey. Shows the stored list
 * immediately, while Keydesk reads the list from Entra.
 */
export function PasskeysTab({ user }: { user: User }) {
  const styles = useStyles();
  const review = (refresh: boolean) => api.passkeys.review.queryOptions({ input: { user: user.id, refresh } });
  const kept = useQuery({ ...review(false), refetchOnMount: 'always' });
  const live = useQuery({ ...review(true), refetchOnMount: 'always' });
  const [codeWanted, setCodeWanted] = useState(false);
  const data = newestReview(live, kept);
  const error = live.error ?? kept.error;
  return (
    <Panel>
      <Toolbar className={styles.toolbar} aria-label={strings.user.tabs.passkeys}>
        <AddPasskeyMenu user={user.id} />
        <Button appearance="subtle" icon={<TicketDiagonalRegular />} onClick={() => setCodeWanted(true)}>
          {strings.activation.menu}
        </Button>
        <RefreshButton label={strings.refresh} busy={live.isFetching} onRefresh={() => void live.refetch()} />
        <Text size={200} className={styles.age} role="status">
          {live.isFetching
            ? words.asking
            : data?.fetchedAt
              ? words.asOf({ time: formatDate(data.fetchedAt) ?? '' })
              : ''}
        </Text>
      </Toolbar>
      {codeWanted && <ActivationCodeDialog user={user} onClose={() => setCodeWanted(false)} />}
      {error !== null && <FailureMessage failure={failureOf(error)} onRetry={() => void live.refetch()} />}
      {data === undefined && error === null && <Spinner label={strings.loading} />}
      {data !== undefined && <Reviewed user={user} review={data} pending={live.isPending} onRetry={live.refetch} />}
    </Panel>
  );
}

function Reviewed(props: { user: User; review: PasskeyReview; pending: boolean; onRetry(): void }) {
  const { user, review, pending, onRetry } = props;
  const { passkeys, fetchedAt, failure, assignments, differences } = review;
  return (
    <>
      {failure !== null && fetchedAt === null && <FailureMessage failure={failure} onRetry={onRetry} />}
      {failure !== null && fetchedAt !== null && (
        <MessageBar intent="info" layout="multiline" role="status">
          <MessageBarBody>{words.stale({ time: formatDate(fetchedAt) ?? fetchedAt })}</MessageBarBody>
        </MessageBar>
      )}
      {keysOf(review).map(key => (
        <LostPin key={key.id} inventoryKey={key} />
      ))}
      {differences.length > 0 && <PasskeyDifferences user={user.id} review={review} />}
      {passkeys.length > 0 && <PasskeyTable user={user} passkeys={passkeys} />}
      {passkeys.length === 0 && fetchedAt !== null && !pending && (
        <EmptyState Icon={KeyMultipleRegular} title={words.empty} hint={words.emptyHint} />
      )}
      {assignments.length > 0 && (
        <>
          <Subtitle2 as="h2">{words.assignments}</Subtitle2>
          <AssignmentTable assignments={assignments} label={words.assignments} ofOne />
        </>
      )}
    </>
  );
}

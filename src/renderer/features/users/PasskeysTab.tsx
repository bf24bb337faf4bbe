import { Button, makeStyles, Spinner, Toolbar, tokens } from '@fluentui/react-components';
import { ArrowClockwiseRegular, KeyMultipleRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import type { User } from '../../../contract/users.ts';
import { api } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { FailureMessage } from '../../components/FailureMessage.tsx';
import { Panel } from '../../components/Panel.tsx';
import { strings } from '../../strings.ts';
import { AddPasskeyMenu } from './AddPasskeyMenu.tsx';
import { PasskeyTable } from './PasskeyTable.tsx';

const words = strings.passkeys;

const useStyles = makeStyles({ toolbar: { gap: tokens.spacingHorizontalS, padding: 0 } });

/** The passkeys that Entra holds for a user, and the way to a new one. */
export function PasskeysTab({ user }: { user: User }) {
  const styles = useStyles();
  const list = useQuery(api.passkeys.list.queryOptions({ input: { user: user.id } }));
  return (
    <Panel>
      <Toolbar className={styles.toolbar} aria-label={strings.user.tabs.passkeys}>
        <AddPasskeyMenu user={user.id} />
        <Button
          appearance="subtle"
          icon={<ArrowClockwiseRegular />}
          disabled={list.isFetching}
          onClick={() => void list.refetch()}
        >
          {strings.refresh}
        </Button>
      </Toolbar>
      {list.isPending && <Spinner label={strings.loading} />}
      {list.isError && <FailureMessage failure={failureOf(list.error)} onRetry={() => void list.refetch()} />}
      {list.isSuccess && list.data.length > 0 && <PasskeyTable user={user} passkeys={list.data} />}
      {list.isSuccess && list.data.length === 0 && (
        <EmptyState Icon={KeyMultipleRegular} title={words.empty} hint={words.emptyHint} />
      )}
    </Panel>
  );
}

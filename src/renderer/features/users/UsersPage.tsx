import { Spinner } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { PageHeading } from '../../ui/PageHeading.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ImportedUsers } from './directory/ImportedUsers.tsx';
import { ImportPanel } from './directory/ImportPanel.tsx';
import { LiveUsers } from './LiveUsers.tsx';

const words = strings.users;

/** Imports run by themselves too; how often to look whether one has, in ms. */
const LOOK_AGAIN = 5000;

/** Users -> All Users: the imported ones, or before the first import those that Entra finds. */
export function UsersPage() {
  const state = useQuery(api.directory.state.queryOptions({ refetchInterval: LOOK_AGAIN }));
  const imported = state.data !== undefined && state.data.usersAt !== null;
  return (
    <>
      <PageHeading title={words.title}>{words.subtitle}</PageHeading>
      <Panel filling={imported}>
        {state.isPending && <Spinner label={strings.loading} />}
        {state.isError && <FailureMessage failure={failureOf(state.error)} onRetry={() => void state.refetch()} />}
        {state.isSuccess && <ImportPanel state={state.data} />}
        {state.isSuccess && state.data.usersAt !== null && <ImportedUsers version={state.data.version} />}
        {state.isSuccess && state.data.usersAt === null && <LiveUsers />}
      </Panel>
    </>
  );
}

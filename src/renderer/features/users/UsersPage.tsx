import { useQuery } from '@tanstack/react-query';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { QueryState } from '../../ui/display/QueryState.tsx';
import { PageHeading } from '../../ui/page/PageHeading.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import type { RouteFilters } from '../../ui/page/route.ts';
import { ImportedUsers } from './directory/ImportedUsers.tsx';
import { ImportPanel } from './directory/ImportPanel.tsx';
import { LiveUsers } from './LiveUsers.tsx';

const words = strings.users;

/** Polling interval for the end of an automatic import, in ms. */
const LOOK_AGAIN = 5000;

/** Users -> All Users: the imported users, or the users that Entra finds if none were imported. */
export function UsersPage({ filters }: { filters?: RouteFilters | undefined }) {
  const state = useQuery(api.directory.state.queryOptions({ refetchInterval: LOOK_AGAIN }));
  const imported = state.data !== undefined && state.data.usersAt !== null;
  return (
    <>
      <PageHeading title={words.title}>{words.subtitle}</PageHeading>
      <Panel filling={imported}>
        <QueryState query={state} />
        {state.isSuccess && <ImportPanel state={state.data} />}
        {state.isSuccess && state.data.usersAt !== null && (
          <ImportedUsers version={state.data.version} begin={filters} />
        )}
        {state.isSuccess && state.data.usersAt === null && <LiveUsers />}
      </Panel>
    </>
  );
}

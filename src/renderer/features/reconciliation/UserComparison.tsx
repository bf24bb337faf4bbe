import { Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { User } from '../../../contract/users/schema.ts';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { RefreshButton } from '../../ui/actions/RefreshButton.tsx';
import { QueryState } from '../../ui/display/QueryState.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { Compared } from './Compared.tsx';

const words = strings.reconciliation;

/** What Entra holds of a user and what Keydesk recorded, side by side. Asks Entra each time it is opened. */
export function UserComparison({ user }: { user: User }) {
  const found = useQuery(
    api.reconciliation.compare.queryOptions({ input: { user: user.id }, gcTime: 0, refetchOnMount: 'always' }),
  );
  const compare = () => void found.refetch();
  return (
    <Panel>
      <Row>
        <RefreshButton label={words.compareAgain} busy={found.isFetching} onRefresh={compare} />
        <Text>{words.userHint}</Text>
      </Row>
      <QueryState query={found} label={words.comparing} />
      {found.isSuccess && <Compared found={found.data} ofOne onMended={compare} />}
    </Panel>
  );
}

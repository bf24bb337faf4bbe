import { Spinner, Text } from '@fluentui/react-components';
import { UsbStickRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import type { User } from '../../../contract/users/schema.ts';
import { api } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { DeletionsDue } from '../inventory/DeletionsDue.tsx';
import { InventoryTable } from '../inventory/InventoryTable.tsx';

const words = strings.inventory;

/** The keys that are, or were last, this user's. */
export function SecurityKeysTab({ user }: { user: User }) {
  const list = useQuery(api.inventory.list.queryOptions({ input: { user: user.id }, refetchOnMount: 'always' }));
  // The numbers are of the whole tenant, as Delete now is; they matter here if this user's keys are among them.
  const due = list.data?.keys.some(key => key.deletionsDue + key.deletionsElsewhere > 0) === true;
  return (
    <Panel>
      <DeletionsDue page={due ? list.data : undefined} />
      {list.isPending && <Spinner label={strings.loading} />}
      {list.isError && <FailureMessage failure={failureOf(list.error)} onRetry={() => void list.refetch()} />}
      {list.data?.keys.length === 0 && (
        <EmptyState Icon={UsbStickRegular} title={words.mineEmpty} hint={words.mineHint} />
      )}
      {list.data !== undefined && list.data.keys.length > 0 && (
        <>
          <Text>{words.mine}</Text>
          <InventoryTable keys={list.data.keys} label={strings.user.tabs.keys} ofOne />
        </>
      )}
    </Panel>
  );
}

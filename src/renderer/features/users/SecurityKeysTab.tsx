import { Spinner, Text } from '@fluentui/react-components';
import { UsbStickRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import type { User } from '../../../contract/users/schema.ts';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { EmptyState } from '../../ui/display/EmptyState.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
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
      <CallFailure error={list.error} onRetry={() => void list.refetch()} />
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

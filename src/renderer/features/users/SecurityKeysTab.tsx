import { Text } from '@fluentui/react-components';
import { UsbStickRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import type { User } from '../../../contract/users/schema.ts';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { EmptyState } from '../../ui/display/EmptyState.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { ListView } from '../../ui/table/ListView.tsx';
import { DeletionsDue } from '../inventory/DeletionsDue.tsx';
import { InventoryTable } from '../inventory/InventoryTable.tsx';

const words = strings.inventory;

/** The security keys of this user, including those that are lost or retired. */
export function SecurityKeysTab({ user }: { user: User }) {
  const list = useQuery(api.inventory.list.queryOptions({ input: { user: user.id }, refetchOnMount: 'always' }));
  const keys = list.data?.keys ?? [];
  // The counts are for the whole tenant, like Delete now. They are shown only if a key of this user is among them.
  const due = keys.some(key => key.deletionsDue + key.deletionsElsewhere > 0);
  return (
    <Panel>
      <DeletionsDue page={due ? list.data : undefined} />
      <ListView
        list={list}
        count={keys.length}
        empty={<EmptyState Icon={UsbStickRegular} title={words.mineEmpty} hint={words.mineHint} />}
      >
        <Text>{words.mine}</Text>
        <InventoryTable keys={keys} label={strings.user.tabs.keys} ofOne />
      </ListView>
    </Panel>
  );
}

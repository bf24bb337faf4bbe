import { Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { InventoryKey } from '../../../contract/inventory/schema.ts';
import { inventoryKeyName } from '../../../contract/inventory/words.ts';
import { api } from '../../client/client.ts';
import { useOtherTenant } from '../../client/useTenantName.ts';
import { strings } from '../../strings.ts';
import { Facts } from '../../ui/display/Facts.tsx';
import { formatDate } from '../../ui/display/formatDate.ts';
import { QueryState } from '../../ui/display/QueryState.tsx';
import { PageHeading } from '../../ui/page/PageHeading.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { Trail } from '../../ui/page/Trail.tsx';
import { CellUser } from '../../ui/table/CellUser.tsx';
import { InventoryState } from '../inventory/InventoryState.tsx';
import { KeyComparison } from './KeyComparison.tsx';

const words = strings.reconciliation;

/** One key of the inventory: what is known about it, and the comparison of what it holds. */
export function KeyPage({ id }: { id: string }) {
  const query = useQuery(api.inventory.get.queryOptions({ input: { id }, gcTime: 0 }));
  const key = query.data;
  if (key === undefined) return <QueryState query={query} />;
  const name = inventoryKeyName(key);
  return (
    <>
      <Trail above={[{ route: { page: 'inventory' }, name: strings.inventory.title }]} current={name} />
      <PageHeading title={name} />
      <Panel>
        <KeyFacts inventoryKey={key} />
      </Panel>
      <Panel title={words.comparison}>
        {key.identifiedBy === 'model' ? <Text>{words.sharedKey}</Text> : <KeyComparison inventoryKey={key} />}
      </Panel>
    </>
  );
}

function KeyFacts({ inventoryKey: key }: { inventoryKey: InventoryKey }) {
  const elsewhere = useOtherTenant()(key.tenant);
  const { columns } = strings.inventory;
  return (
    <Facts
      facts={[
        { label: columns.state, value: <InventoryState state={key.state} /> },
        { label: columns.user, value: <Owner inventoryKey={key} elsewhere={elsewhere} /> },
        { label: columns.serial, value: key.serial },
        { label: words.model, value: key.model ?? key.product },
        { label: columns.lastSeen, value: formatDate(key.lastSeenAt) },
        { label: 'AAGUID', value: key.aaguid, code: true },
      ]}
    />
  );
}

function Owner({ inventoryKey: { user }, elsewhere }: { inventoryKey: InventoryKey; elsewhere: string | undefined }) {
  if (user === null) return strings.none;
  if (elsewhere !== undefined) return strings.inventory.inTenant({ tenant: elsewhere });
  return <CellUser id={user.id} name={user.displayName} tab="comparison" />;
}

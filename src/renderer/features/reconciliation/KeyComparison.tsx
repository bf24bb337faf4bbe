import { Button, Text } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { InventoryKey } from '../../../contract/inventory/schema.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { Reconciliation } from '../../../contract/reconciliation/schema.ts';
import { api, client } from '../../client/client.ts';
import { useKeys } from '../../client/hooks.ts';
import { useKeyDetails } from '../../client/useKeyDetails.ts';
import { strings } from '../../strings.ts';
import { RefreshButton } from '../../ui/actions/RefreshButton.tsx';
import { AppDialog } from '../../ui/dialog/AppDialog.tsx';
import { QueryState } from '../../ui/display/QueryState.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { goTo } from '../../ui/page/route.ts';
import { UnlockForm } from '../keys/UnlockForm.tsx';
import { Compared } from './Compared.tsx';
import type { KeyAccess } from './MendDialog.tsx';

const words = strings.reconciliation;

interface Read {
  readonly access: KeyAccess;
  readonly found: Reconciliation;
}

/** Compares a key: with Entra and the record at once, and after its PIN also what it holds. */
export function KeyComparison({ inventoryKey }: { inventoryKey: InventoryKey }) {
  const { id } = inventoryKey;
  const plugged = pluggedOne(useKeys() ?? [], inventoryKey);
  const [asking, setAsking] = useState(false);
  // SECURITY: only the state of the page holds the PIN. No cache keeps it.
  const [read, setRead] = useState<Read | null>(null);
  const unread = useQuery(
    api.reconciliation.compare.queryOptions({
      input: { inventoryKey: id },
      gcTime: 0,
      refetchOnMount: 'always',
      enabled: read === null,
    }),
  );
  const reading = useMutation({
    mutationFn: async (access: KeyAccess) => ({
      access,
      found: await client.reconciliation.compare({ key: { ...access, expected: id } }),
    }),
    gcTime: 0,
    onSuccess: next => {
      setRead(next);
      setAsking(false);
    },
  });
  const again = () => (read === null ? void unread.refetch() : reading.mutate(read.access));
  const found = read?.found ?? unread.data;
  return (
    <>
      <Row>
        {plugged !== undefined && read === null && (
          <Button appearance="primary" onClick={() => setAsking(true)}>
            {words.readKey}
          </Button>
        )}
        <RefreshButton label={words.compareAgain} busy={unread.isFetching || reading.isPending} onRefresh={again} />
        <Text>{hintOf(plugged, read)}</Text>
      </Row>
      {found === undefined && <QueryState query={unread} label={words.comparing} />}
      {found !== undefined && <Compared found={found} access={read?.access} onMended={again} />}
      {asking && plugged !== undefined && (
        <UnlockDialog
          keyId={plugged.id}
          work={reading}
          onPin={pin => reading.mutate({ keyId: plugged.id, pin })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

function hintOf(plugged: KeySummary | undefined, read: Read | null): string {
  if (read !== null) return words.keyRead;
  return plugged === undefined ? words.plugIn : words.keyHint;
}

/** Returns the plugged-in key that may be this one. The core checks that it is. */
function pluggedOne(keys: readonly KeySummary[], { serial }: InventoryKey): KeySummary | undefined {
  const same = serial === null ? undefined : keys.find(key => key.serial === serial);
  return same ?? (keys.length === 1 ? keys[0] : undefined);
}

function UnlockDialog(props: {
  keyId: string;
  work: { isPending: boolean; error: unknown };
  onPin(pin: string): void;
  onClose(): void;
}) {
  const { keyId, work, onPin, onClose } = props;
  const details = useKeyDetails(keyId);
  return (
    <AppDialog title={words.readKey} work={work} onClose={onClose}>
      <QueryState query={details} />
      {details.isSuccess && (
        <UnlockForm
          state={details.data.pin}
          pending={work.isPending}
          onReset={() => goTo({ page: 'keys', reset: keyId })}
          onPin={onPin}
        />
      )}
    </AppDialog>
  );
}

import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import type { InventoryPage } from '../../../contract/inventory/schema.ts';
import { client } from '../../client/client.ts';
import { refreshAssignments } from '../../client/refreshAssignments.ts';
import { useOtherTenant } from '../../client/useTenantName.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';

const words = strings.inventory;

/** Passkeys that still have to be deleted in Entra: of the connected tenant, and of others. */
export function DeletionsDue({
  page,
}: {
  page: Pick<InventoryPage, 'deletionsDue' | 'deletionsElsewhere'> | undefined;
}) {
  return (
    <>
      <DueHere count={page?.deletionsDue ?? 0} />
      <DueElsewhere due={page?.deletionsElsewhere ?? []} />
    </>
  );
}

function DueElsewhere({ due }: { due: InventoryPage['deletionsElsewhere'] }) {
  const nameOf = useOtherTenant();
  return due.map(({ tenant, count }) => (
    <MessageBar key={tenant} intent="info" layout="multiline" role="status">
      <MessageBarBody>{words.dueElsewhere({ count, tenant: nameOf(tenant) ?? tenant })}</MessageBarBody>
    </MessageBar>
  ));
}

function DueHere({ count }: { count: number }) {
  const finish = useMutation({ mutationFn: () => client.inventory.finish(), onSettled: refreshAssignments });
  if (count === 0) return null;
  return (
    <>
      <MessageBar intent="warning" layout="multiline" role="status">
        <MessageBarBody>
          <MessageBarTitle>{words.dueTitle({ count })}</MessageBarTitle> {words.dueText}
        </MessageBarBody>
        <MessageBarActions>
          <Button disabledFocusable={finish.isPending} onClick={() => finish.mutate()}>
            {words.finish}
          </Button>
        </MessageBarActions>
      </MessageBar>
      {finish.data?.failure && <FailureMessage failure={finish.data.failure} />}
    </>
  );
}

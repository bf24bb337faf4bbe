import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import type { Assignment } from '../../../contract/assignments/schema.ts';
import { client } from '../../client/client.ts';
import { refreshAssignments } from '../../client/refreshAssignments.ts';
import { useOtherTenant } from '../../client/useTenantName.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';

const words = strings.keyWork;

/** Passkeys that were just erased from a key and that Entra still has, each with a button to delete it there. */
export function ErasedPasskeys({ revoked }: { revoked: readonly Assignment[] }) {
  return revoked.map(assignment => <ErasedPasskey key={assignment.id} assignment={assignment} />);
}

function ErasedPasskey({ assignment: { id, tenant, user, passkeyName } }: { assignment: Assignment }) {
  const elsewhere = useOtherTenant()(tenant);
  const deletion = useMutation({
    mutationFn: () => client.assignments.deleteErased({ id }),
    onSettled: refreshAssignments,
  });
  const state = deletion.data?.deletion ?? null;
  const name = passkeyName ?? strings.keys.unnamed;
  return (
    <>
      <MessageBar intent={state?.done === true ? 'success' : 'warning'} layout="multiline" role="status">
        <MessageBarBody>
          {state?.done === true
            ? words.erasedDeleted({ passkey: name, user: user.displayName })
            : words.erasedStillInEntra({ passkey: name, user: user.displayName, tenant: elsewhere })}
        </MessageBarBody>
        {state === null && elsewhere === undefined && (
          <MessageBarActions>
            <Button disabledFocusable={deletion.isPending} onClick={() => deletion.mutate()}>
              {words.deleteInEntra}
            </Button>
          </MessageBarActions>
        )}
      </MessageBar>
      {state?.failure && <FailureMessage failure={state.failure} />}
      <CallFailure error={deletion.error} />
    </>
  );
}

import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { client } from '../../client/client.ts';
import { FailureMessage } from '../../components/FailureMessage.tsx';
import { strings } from '../../strings.ts';
import { forgetAssignments } from '../assignments/forget.ts';

const words = strings.inventory;

/** Passkeys of lost and retired keys that Entra has still to delete, until it has. */
export function DeletionsDue({ count }: { count: number }) {
  const finish = useMutation({ mutationFn: () => client.inventory.finish(), onSettled: forgetAssignments });
  if (count === 0) return null;
  return (
    <>
      <MessageBar intent="warning" layout="multiline" role="status">
        <MessageBarBody>
          <MessageBarTitle>{words.dueTitle(count)}</MessageBarTitle> {words.dueText}
        </MessageBarBody>
        <MessageBarActions>
          <Button disabled={finish.isPending} onClick={() => finish.mutate()}>
            {words.finish}
          </Button>
        </MessageBarActions>
      </MessageBar>
      {finish.data?.failure && <FailureMessage failure={finish.data.failure} />}
    </>
  );
}

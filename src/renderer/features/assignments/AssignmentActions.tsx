import { MenuItem } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type Assignment, offersDeletion } from '../../../contract/assignments/schema.ts';
import { client } from '../../client/client.ts';
import { refreshAssignments } from '../../client/refreshAssignments.ts';
import { strings } from '../../strings.ts';
import { MoreMenu } from '../../ui/actions/MoreMenu.tsx';
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx';
import { goTo } from '../../ui/page/route.ts';

const words = strings.assignments;

/** The actions that the state of an assignment allows. Shows nothing for one that has ended. */
export function AssignmentActions({
  assignment,
  onFailed,
}: {
  assignment: Assignment;
  onFailed(error: unknown): void;
}) {
  const [asking, setAsking] = useState(false);
  const { id, state, user } = assignment;
  const act = useMutation({
    mutationFn: (name: 'cancel' | 'retry' | 'deleteErased') => client.assignments[name]({ id }),
    onMutate: () => onFailed(null),
    onError: onFailed,
    onSettled: refreshAssignments,
  });
  const waits = state === 'pending' || state === 'failed';
  const erased = offersDeletion(assignment);
  if (!waits && state !== 'active' && !erased) return null;
  return (
    <>
      <MoreMenu label={words.actions({ user: user.displayName })} disabled={act.isPending}>
        {waits && <MenuItem onClick={() => goTo({ page: 'enroll', user: user.id })}>{words.enroll}</MenuItem>}
        {state === 'failed' && <MenuItem onClick={() => act.mutate('retry')}>{words.retry}</MenuItem>}
        {waits && <MenuItem onClick={() => act.mutate('cancel')}>{words.cancel}</MenuItem>}
        {erased && <MenuItem onClick={() => act.mutate('deleteErased')}>{words.deleteErased}</MenuItem>}
        {state === 'active' && <MenuItem onClick={() => setAsking(true)}>{words.revoke}</MenuItem>}
      </MoreMenu>
      {asking && <RevokeDialog assignment={assignment} onClose={() => setAsking(false)} />}
    </>
  );
}

function RevokeDialog({ assignment, onClose }: { assignment: Assignment; onClose(): void }) {
  const revoke = useMutation({
    mutationFn: () => client.assignments.revoke({ id: assignment.id }),
    onSettled: refreshAssignments,
    onSuccess: onClose,
  });
  return (
    <ConfirmDialog
      title={words.revokeTitle}
      action={words.revoke}
      work={revoke}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    >
      {words.revokeText({ passkey: assignment.passkeyName ?? strings.keys.unnamed, user: assignment.user.displayName })}
    </ConfirmDialog>
  );
}

import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { MoreHorizontalRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type Assignment, offersDeletion } from '../../../contract/assignments/schema.ts';
import { goTo } from '../../app/route.ts';
import { client } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { AppDialog } from '../../ui/AppDialog.tsx';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { forgetAssignments } from './forget.ts';

const words = strings.assignments;

/** What can be done with an assignment in its state; nothing with one that is over. Revoking asks once. */
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
    onSettled: forgetAssignments,
  });
  const waits = state === 'pending' || state === 'failed';
  const erased = offersDeletion(assignment);
  if (!waits && state !== 'active' && !erased) return null;
  return (
    <>
      <Menu positioning="below-end">
        <MenuTrigger disableButtonEnhancement>
          <Button
            appearance="subtle"
            icon={<MoreHorizontalRegular />}
            disabledFocusable={act.isPending}
            aria-label={words.actions(user.displayName)}
            onClick={event => event.stopPropagation()}
          />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {waits && <MenuItem onClick={() => goTo({ page: 'enroll', user: user.id })}>{words.enroll}</MenuItem>}
            {state === 'failed' && <MenuItem onClick={() => act.mutate('retry')}>{words.retry}</MenuItem>}
            {waits && <MenuItem onClick={() => act.mutate('cancel')}>{words.cancel}</MenuItem>}
            {erased && <MenuItem onClick={() => act.mutate('deleteErased')}>{words.deleteErased}</MenuItem>}
            {state === 'active' && <MenuItem onClick={() => setAsking(true)}>{words.revoke}</MenuItem>}
          </MenuList>
        </MenuPopover>
      </Menu>
      {asking && <RevokeDialog assignment={assignment} onClose={() => setAsking(false)} />}
    </>
  );
}

function RevokeDialog({ assignment, onClose }: { assignment: Assignment; onClose(): void }) {
  const revoke = useMutation({
    mutationFn: () => client.assignments.revoke({ id: assignment.id }),
    onSettled: forgetAssignments,
    onSuccess: onClose,
  });
  return (
    <AppDialog modalType="alert" busy={revoke.isPending} onClose={onClose}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{words.revokeTitle}</DialogTitle>
          <DialogContent>
            {words.revokeText(assignment.passkeyName ?? strings.keys.unnamed, assignment.user.displayName)}
            {revoke.isError && <FailureMessage failure={failureOf(revoke.error)} />}
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" disabledFocusable={revoke.isPending} onClick={() => revoke.mutate()}>
              {words.revoke}
            </Button>
            <Button disabledFocusable={revoke.isPending} onClick={onClose}>
              {strings.cancel}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </AppDialog>
  );
}

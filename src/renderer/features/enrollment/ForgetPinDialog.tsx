import { strings } from '../../strings.ts';
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx';
import { useEnrollments } from './EnrollmentProvider.tsx';
import type { Run } from './run.ts';

const words = strings.enroll;

/** Asks before a random PIN that no one has seen is forgotten. */
export function ForgetPinDialog({ run, onClose }: { run: Run; onClose(): void }) {
  const { dismiss } = useEnrollments();
  return (
    <ConfirmDialog
      title={words.forgetPinTitle}
      action={words.forgetPin}
      onConfirm={() => dismiss(run)}
      onClose={onClose}
    >
      {words.forgetPinText({ name: run.user.displayName })}
    </ConfirmDialog>
  );
}

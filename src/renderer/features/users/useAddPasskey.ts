import { goTo } from '../../ui/page/route.ts';
import { useEnrollments } from '../enrollment/EnrollmentProvider.tsx';

/** Returns a function that opens the form for a new Microsoft passkey of a user, or the running enrollment of that user. */
export function useAddPasskey(): (user: string) => void {
  const { runOf, dismiss } = useEnrollments();
  return user => {
    const run = runOf(user);
    // An enrollment with an unseen PIN is shown again.
    if (run !== null && run.end !== null && !run.pinHeld) dismiss(run);
    goTo({ page: 'enroll', user });
  };
}

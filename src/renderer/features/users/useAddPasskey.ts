import { goTo } from '../../ui/page/route.ts';
import { useEnrollments } from '../enrollment/EnrollmentProvider.tsx';

/** Returns what opens the form for a new Microsoft passkey of a user; an enrollment that still runs is shown again. */
export function useAddPasskey(): (user: string) => void {
  const { runOf, dismiss } = useEnrollments();
  return user => {
    const run = runOf(user);
    // One whose PIN no one has seen is shown once more.
    if (run !== null && run.end !== null && !run.pinHeld) dismiss(run);
    goTo({ page: 'enroll', user });
  };
}

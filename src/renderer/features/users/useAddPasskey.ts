import { goTo } from '../../app/route.ts';
import { useEnrollments } from '../enrollment/EnrollmentProvider.tsx';

/** Returns what opens the form for a new Microsoft passkey of a user; an enrollment that still runs is shown again. */
export function useAddPasskey(): (user: string) => void {
  const { runOf, dismiss } = useEnrollments();
  return user => {
    if (runOf(user)?.end) dismiss(user);
    goTo({ page: 'enroll', user });
  };
}

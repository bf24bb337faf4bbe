import { useQuery } from '@tanstack/react-query';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { QueryState } from '../../ui/display/QueryState.tsx';
import { UserTrail } from '../users/UserTrail.tsx';
import { EnrollmentForm } from './EnrollmentForm.tsx';
import { useEnrollments } from './EnrollmentProvider.tsx';
import { RunView, titleOf } from './RunView.tsx';

/**
 * Add Passkey -> Microsoft: the form, and after Create the enrollment. The enrollment is shown even if Graph does not
 * return the user.
 */
export function EnrollmentPage({ user }: { user: string }) {
  const run = useEnrollments().runOf(user);
  if (run === null) return <FormOf user={user} />;
  return (
    <>
      <UserTrail user={run.user} deeper={titleOf(run)} />
      <RunView key={run.enrollmentId} run={run} />
    </>
  );
}

function FormOf({ user }: { user: string }) {
  const query = useQuery(api.users.get.queryOptions({ input: { user } }));
  if (!query.isSuccess) return <QueryState query={query} />;
  return (
    <>
      <UserTrail user={query.data} deeper={strings.enroll.title} />
      <EnrollmentForm user={query.data} />
    </>
  );
}

import { Spinner } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { FailureMessage } from '../../components/FailureMessage.tsx';
import { strings } from '../../strings.ts';
import { UserTrail } from '../users/UserTrail.tsx';
import { EnrollmentForm } from './EnrollmentForm.tsx';
import { useEnrollments } from './EnrollmentProvider.tsx';
import { RunView } from './RunView.tsx';

/** Add Passkey -> Microsoft: the form, and after Create the enrollment itself. */
export function EnrollmentPage({ user: id }: { user: string }) {
  const { runOf } = useEnrollments();
  const query = useQuery(api.users.get.queryOptions({ input: { user: id } }));
  if (query.isPending) return <Spinner label={strings.loading} />;
  if (query.isError) return <FailureMessage failure={failureOf(query.error)} onRetry={() => void query.refetch()} />;
  const user = query.data;
  const run = runOf(user.id);
  return (
    <>
      <UserTrail user={user} deeper={strings.enroll.title} />
      {run === null ? <EnrollmentForm user={user} /> : <RunView run={run} />}
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import { api } from '../../client/client.ts';
import { FailureMessage } from '../../components/FailureMessage.tsx';

/** Why keys of some kind are not listed; nothing where all is well. */
export function KeyProblems() {
  const problems = useQuery(api.keys.problems.experimental_liveOptions({ staleTime: Number.POSITIVE_INFINITY })).data;
  return problems?.map(problem => (
    <FailureMessage key={`${problem.code} ${problem.params.source}`} failure={problem} intent="warning" />
  ));
}

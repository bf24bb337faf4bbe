import { useKeyProblems } from '../../client/hooks.ts';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';

/** Shows why keys of some kind are not listed. Shows nothing if they are. */
export function KeyProblems() {
  return useKeyProblems().map(problem => (
    <FailureMessage key={`${problem.code} ${problem.params.source}`} failure={problem} intent="warning" />
  ));
}

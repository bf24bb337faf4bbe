import { useKeyProblems } from '../../client/hooks.ts';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';

/** Why keys of some kind are not listed; nothing where all is well. */
export function KeyProblems() {
  return useKeyProblems().map(problem => (
    <FailureMessage key={`${problem.code} ${problem.params.source}`} failure={problem} intent="warning" />
  ));
}

import { useMutation } from '@tanstack/react-query';
import type { PracticeFault } from '../../../contract/system.ts';
import { api } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { FailureMessage } from '../../components/FailureMessage.tsx';
import { strings } from '../../strings.ts';
import { Choice } from './Choice.tsx';

const words = strings.practice;
/** A choice's value is text: no fault is `none`. */
const options = { none: words.noFault, ...words.faults };

/** Makes the practice key misbehave, so that staff can see what that looks like before it happens. */
export function FaultChoice({ fault }: { fault: PracticeFault | null }) {
  const setFault = useMutation(api.practice.setFault.mutationOptions());
  return (
    <>
      <Choice
        label={words.fault}
        value={fault ?? 'none'}
        options={options}
        shown={fault === null ? `${words.fault} …` : words.faults[fault]}
        onChange={chosen => setFault.mutate({ fault: chosen === 'none' ? null : chosen })}
      />
      {setFault.isError && <FailureMessage failure={failureOf(setFault.error)} />}
    </>
  );
}

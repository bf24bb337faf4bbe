import { useMutation } from '@tanstack/react-query';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { Choice } from './Choice.tsx';

const words = strings.practice;

/** Enables a fault of the practice key, so that staff see its effect before it happens on a real key. */
export function FaultChoice({ fault, faults }: { fault: string | null; faults: readonly string[] }) {
  const setFault = useMutation(api.practice.setFault.mutationOptions());
  const names: Readonly<Record<string, string>> = words.faults;
  const nameOf = (name: string) => names[name] ?? name;
  const options = { none: words.noFault, ...Object.fromEntries(faults.map(name => [name, nameOf(name)])) };
  return (
    <>
      <Choice
        label={words.fault}
        value={fault ?? 'none'}
        options={options}
        shown={fault === null ? words.chooseFault : nameOf(fault)}
        onChange={chosen => setFault.mutate({ fault: chosen === 'none' ? null : chosen })}
      />
      <CallFailure error={setFault.error} />
    </>
  );
}

import { Dropdown, makeStyles, Option } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { type PracticeFault, practiceFaultSchema } from '../../../contract/system.ts';
import { api } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { FailureMessage } from '../../components/FailureMessage.tsx';
import { strings } from '../../strings.ts';

const words = strings.practice;
/** A dropdown's value is text: none is the empty one. */
const NONE = '';

const useStyles = makeStyles({ choice: { minWidth: '150px', maxWidth: '220px' } });

/** Makes the practice key misbehave, so that staff can see what that looks like before it happens. */
export function FaultChoice({ fault }: { fault: PracticeFault | null }) {
  const styles = useStyles();
  const setFault = useMutation(api.practice.setFault.mutationOptions());
  return (
    <>
      <Dropdown
        className={styles.choice}
        aria-label={words.fault}
        value={fault === null ? `${words.fault} …` : words.faults[fault]}
        selectedOptions={[fault ?? NONE]}
        onOptionSelect={(_, { optionValue }) =>
          setFault.mutate({ fault: practiceFaultSchema.options.find(name => name === optionValue) ?? null })
        }
      >
        <Option value={NONE}>{words.noFault}</Option>
        {practiceFaultSchema.options.map(name => (
          <Option key={name} value={name}>
            {words.faults[name]}
          </Option>
        ))}
      </Dropdown>
      {setFault.isError && <FailureMessage failure={failureOf(setFault.error)} />}
    </>
  );
}

import { Button, Field, Input } from '@fluentui/react-components';
import { EyeOffRegular, EyeRegular } from '@fluentui/react-icons';
import { useEffect, useRef, useState } from 'react';
import { strings } from '../../strings.ts';

/** A password field for a PIN or, with `kind`, a passphrase, with a button that shows it. With `focus` it takes the focus. */
export function PinInput(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  problem?: string;
  focus?: boolean;
  kind?: 'pin' | 'passphrase';
}) {
  const [shown, setShown] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const { label, value, onChange, hint, problem, focus, kind = 'pin' } = props;
  useEffect(() => {
    if (focus) input.current?.focus();
  }, [focus]);
  return (
    <Field
      label={label}
      {...(hint === undefined ? {} : { hint })}
      {...(problem === undefined ? {} : { validationMessage: problem })}
    >
      <Input
        input={{ ref: input }}
        type={shown ? 'text' : 'password'}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(_, data) => onChange(data.value)}
        contentAfter={
          <Button
            appearance="transparent"
            size="small"
            icon={shown ? <EyeOffRegular /> : <EyeRegular />}
            aria-label={(shown ? strings.enroll.conceal : strings.enroll.reveal)[kind]}
            onClick={() => setShown(!shown)}
          />
        }
      />
    </Field>
  );
}

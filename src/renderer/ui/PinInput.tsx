import { Button, Field, Input } from '@fluentui/react-components';
import { EyeOffRegular, EyeRegular } from '@fluentui/react-icons';
import { useEffect, useRef, useState } from 'react';
import { strings } from '../strings.ts';

/** A hidden field for a PIN that can be looked at. `focus` takes the keyboard as soon as it is asked for. */
export function PinInput(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  problem?: string;
  focus?: boolean;
  /** In the language of a user instead of the desk's. */
  words?: { showPin: string; hidePin: string };
}) {
  const [shown, setShown] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const { label, value, onChange, hint, problem, focus, words = strings.enroll } = props;
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
            aria-label={shown ? words.hidePin : words.showPin}
            onClick={() => setShown(!shown)}
          />
        }
      />
    </Field>
  );
}

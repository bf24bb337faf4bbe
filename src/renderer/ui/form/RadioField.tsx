import { Field, Radio, RadioGroup } from '@fluentui/react-components';
import type { ReactElement } from 'react';

/** A choice of one of a few values, all of them visible. */
export function RadioField<V extends string>(props: {
  label: string;
  hint?: string;
  layout?: 'vertical' | 'horizontal';
  options: readonly V[];
  nameOf: (option: V) => string | ReactElement;
  value: V;
  onChoose: (value: V) => void;
}) {
  const { label, hint, layout = 'vertical', options, nameOf, value, onChoose } = props;
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      <RadioGroup
        layout={layout}
        value={value}
        onChange={(_, data) => {
          const chosen = options.find(option => option === data.value);
          if (chosen !== undefined) onChoose(chosen);
        }}
      >
        {options.map(option => (
          <Radio key={option} value={option} label={nameOf(option)} />
        ))}
      </RadioGroup>
    </Field>
  );
}

import { Dropdown, makeStyles, Option } from '@fluentui/react-components';
import { strings } from '../../strings.ts';

const useStyles = makeStyles({
  choice: { minWidth: '140px', maxWidth: '220px' },
  list: { minWidth: 'max-content', maxHeight: '60vh' },
});

interface Props<T extends string> {
  label: string;
  value: T;
  /** The label of each option. */
  options: Readonly<Record<T, string>>;
  /** The text of the closed field. Default: the label of the value. */
  shown?: string;
  onChange: (value: T) => void;
}

/** A choice of one of a few settings of practice mode. */
export function Choice<T extends string>({ label, value, options, shown, onChange }: Props<T>) {
  const styles = useStyles();
  const names = Object.keys(options) as T[];
  return (
    <Dropdown
      className={styles.choice}
      aria-label={label}
      clearButton={{ 'aria-label': strings.clear }}
      listbox={{ className: styles.list }}
      value={shown ?? options[value]}
      selectedOptions={[value]}
      onOptionSelect={(_, { optionValue }) => {
        const chosen = names.find(name => name === optionValue);
        if (chosen !== undefined) onChange(chosen);
      }}
    >
      {names.map(name => (
        <Option key={name} value={name}>
          {options[name]}
        </Option>
      ))}
    </Dropdown>
  );
}

import { Checkbox, makeStyles, Text, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  set: { minWidth: 0, margin: 0, padding: 0, border: 'none' },
  legend: { padding: 0, fontSize: tokens.fontSizeBase300 },
  list: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(210px, 1fr))' },
  hint: { color: tokens.colorNeutralForeground3 },
});

/** A choice of any number of a few values. Not a Field of Fluent: it would give all checkboxes the same id. */
export function CheckboxList<V extends string>(props: {
  label: string;
  hint?: string;
  options: Readonly<Record<V, string>>;
  all: readonly V[];
  chosen: readonly V[];
  onChange(chosen: V[]): void;
}) {
  const styles = useStyles();
  const { label, hint, options, all, chosen, onChange } = props;
  return (
    <fieldset className={styles.set}>
      <legend className={styles.legend}>{label}</legend>
      <div className={styles.list}>
        {all.map(value => (
          <Checkbox
            key={value}
            label={options[value]}
            checked={chosen.includes(value)}
            onChange={(_, data) => onChange(all.filter(one => (one === value ? data.checked : chosen.includes(one))))}
          />
        ))}
      </div>
      {hint !== undefined && (
        <Text size={200} className={styles.hint}>
          {hint}
        </Text>
      )}
    </fieldset>
  );
}

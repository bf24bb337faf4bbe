import { Field, makeStyles, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components';
import { UsbStickRegular } from '@fluentui/react-icons';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import { strings } from '../../strings.ts';
import { keyName } from '../../ui/display/keyName.ts';
import { useEnrollments } from './EnrollmentProvider.tsx';

const useStyles = makeStyles({
  one: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minHeight: '32px' },
});

/** The choice of the key. A single key is only named. A key that is being enrolled cannot be selected. */
export function KeyChoice(props: {
  keys: readonly KeySummary[];
  chosen: KeySummary | undefined;
  onChoose: (id: string) => void;
}) {
  const styles = useStyles();
  const { keys, chosen, onChoose } = props;
  const { holderOf } = useEnrollments();
  const labelOf = (key: KeySummary) => {
    const holder = holderOf(key.id);
    return holder === null ? keyName(key) : strings.enroll.inUse({ key: keyName(key), name: holder.displayName });
  };
  const [only, ...others] = keys;
  return (
    <Field label={strings.enroll.key}>
      {only !== undefined && others.length === 0 ? (
        <div className={styles.one}>
          <UsbStickRegular fontSize={20} />
          <Text>{labelOf(only)}</Text>
        </div>
      ) : (
        <RadioGroup value={chosen?.id ?? ''} onChange={(_, { value }) => onChoose(value)}>
          {keys.map(key => (
            <Radio
              key={key.id}
              value={key.id}
              disabled={holderOf(key.id) !== null}
              label={`${labelOf(key)} (${key.id})`}
            />
          ))}
        </RadioGroup>
      )}
    </Field>
  );
}

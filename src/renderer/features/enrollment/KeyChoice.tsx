import { Field, makeStyles, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components';
import { UsbStickRegular } from '@fluentui/react-icons';
import type { KeySummary } from '../../../contract/keys.ts';
import { keyName } from '../../components/keyName.ts';
import { strings } from '../../strings.ts';

const useStyles = makeStyles({
  one: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minHeight: '32px' },
});

/** The key to use: simply named when it is the only one. */
export function KeyChoice(props: {
  keys: readonly KeySummary[];
  chosen: KeySummary | undefined;
  onChoose: (id: string) => void;
}) {
  const styles = useStyles();
  const { keys, chosen, onChoose } = props;
  const [only, ...others] = keys;
  return (
    <Field label={strings.enroll.key}>
      {only !== undefined && others.length === 0 ? (
        <div className={styles.one}>
          <UsbStickRegular fontSize={20} />
          <Text>{keyName(only)}</Text>
        </div>
      ) : (
        <RadioGroup value={chosen?.id ?? ''} onChange={(_, { value }) => onChoose(value)}>
          {keys.map(key => (
            <Radio key={key.id} value={key.id} label={`${keyName(key)} (${key.id})`} />
          ))}
        </RadioGroup>
      )}
    </Field>
  );
}

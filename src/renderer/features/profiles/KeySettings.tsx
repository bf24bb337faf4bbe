import { Checkbox, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ProfileDraft } from '../../../contract/profiles/schema.ts';
import { strings } from '../../strings.ts';
import { LengthField } from './PinPlanField.tsx';

const words = strings.profiles;
const flags = ['forcePinChange', 'alwaysUv', 'enterpriseAttestation'] as const;
const USUAL_MINIMUM = 6;

const useStyles = makeStyles({
  set: { display: 'flex', flexDirection: 'column', minWidth: 0, margin: 0, padding: 0, border: 'none' },
  legend: { padding: 0 },
  length: { marginInlineStart: tokens.spacingHorizontalXXXL },
});

/** The settings of the key that a profile changes. */
export function KeySettings(props: { draft: ProfileDraft; onChange(change: Partial<ProfileDraft>): void }) {
  const styles = useStyles();
  const { draft, onChange } = props;
  return (
    <fieldset className={styles.set}>
      <legend className={styles.legend}>
        <Text>{words.settings}</Text>
      </legend>
      <Checkbox
        label={words.minPinLength}
        checked={draft.minPinLength !== null}
        onChange={(_, { checked }) => onChange({ minPinLength: checked === true ? USUAL_MINIMUM : null })}
      />
      {draft.minPinLength !== null && (
        <LengthField
          className={styles.length}
          label={words.minPinLengthValue}
          hint={words.minPinLengthHint}
          length={draft.minPinLength}
          onChange={minPinLength => onChange({ minPinLength })}
        />
      )}
      {flags.map(flag => (
        <Checkbox
          key={flag}
          label={words[flag]}
          checked={draft[flag]}
          onChange={(_, { checked }) => onChange({ [flag]: checked === true })}
        />
      ))}
    </fieldset>
  );
}

import { Field, makeStyles, tokens } from '@fluentui/react-components';
import { PIN_DAYS, type ProfileDraft, pinHandOvers } from '../../../contract/profiles/schema.ts';
import { pinHandOverWords } from '../../../contract/profiles/words.ts';
import { useSystemInfo } from '../../client/hooks.ts';
import { strings } from '../../strings.ts';
import { RadioField } from '../../ui/form/RadioField.tsx';
import { WholeNumber } from '../../ui/form/WholeNumber.tsx';

const words = strings.profiles;

const useStyles = makeStyles({
  choice: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  spin: { width: '120px' },
});

/** What happens in a batch with the random PIN of a profile. */
export function PinHandOverField(props: { draft: ProfileDraft; onChange(change: Partial<ProfileDraft>): void }) {
  const styles = useStyles();
  const { draft, onChange } = props;
  const seals = useSystemInfo()?.seals ?? true;
  return (
    <div className={styles.choice}>
      <RadioField
        label={words.pinHandOver}
        hint={seals ? words.pinHandOverHint : words.pinUnsealedHint}
        options={pinHandOvers}
        nameOf={each => pinHandOverWords[each]}
        value={draft.pinHandOver}
        onChoose={pinHandOver => onChange({ pinHandOver })}
      />
      <Field label={words.pinDays}>
        <WholeNumber
          className={styles.spin}
          min={PIN_DAYS.min}
          max={PIN_DAYS.max}
          value={draft.pinDays}
          onChange={pinDays => onChange({ pinDays })}
        />
      </Field>
    </div>
  );
}

import { makeStyles } from '@fluentui/react-components';
import type { Settings } from '../../../contract/settings/schema.ts';
import { useSetting } from '../../client/useSetting.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { SelectField } from '../../ui/form/SelectField.tsx';
import { Panel } from '../../ui/page/Panel.tsx';

const words = strings.directory.schedule;
/** Minutes. */
const choices = [15, 30, 60, 240, 720, 1440] as const;

const useStyles = makeStyles({ choice: { maxWidth: '280px' } });

/** How often Keydesk imports the directory automatically. */
export function ImportSchedulePanel({ settings }: { settings: Settings }) {
  const styles = useStyles();
  const schedule = useSetting(settings, 'importEvery');
  const every = schedule.value;
  // The settings may contain another number. It is offered, too, so that it is not lost.
  const offered = every == null || choices.some(choice => choice === every) ? choices : [every, ...choices];
  return (
    <Panel title={words.title}>
      <SelectField
        className={styles.choice}
        label={words.every}
        hint={words.hint}
        options={[['', words.never], ...offered.map(minutes => [String(minutes), intervalText(minutes)] as const)]}
        value={String(every ?? '')}
        onChoose={value => schedule.set(value === '' ? null : Number(value))}
      />
      <CallFailure error={schedule.error} />
    </Panel>
  );
}

function intervalText(minutes: number): string {
  if (minutes === 1440) return words.daily;
  return minutes < 60 ? words.minutes({ count: minutes }) : words.hours({ count: minutes / 60 });
}

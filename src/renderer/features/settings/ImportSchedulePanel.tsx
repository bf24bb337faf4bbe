import { Field, makeStyles, Select } from '@fluentui/react-components';
import type { Settings } from '../../../contract/settings/schema.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useChangeSettings } from './useChangeSettings.ts';

const words = strings.directory.schedule;
/** Minutes. */
const choices = [15, 30, 60, 240, 720, 1440] as const;

const useStyles = makeStyles({ choice: { maxWidth: '280px' } });

/** How often the directory is imported by itself. */
export function ImportSchedulePanel({ settings }: { settings: Settings }) {
  const styles = useStyles();
  const change = useChangeSettings();
  const every = change.isPending ? change.variables.importEvery : settings.importEvery;
  // Another number may stand in the settings; it is shown, and kept until somebody chooses.
  const offered = every == null || choices.some(choice => choice === every) ? choices : [every, ...choices];
  return (
    <Panel title={words.title}>
      <Field label={words.every} hint={words.hint}>
        <Select
          className={styles.choice}
          value={String(every ?? '')}
          onChange={(_, { value }) => change.mutate({ importEvery: value === '' ? null : Number(value) })}
        >
          <option value="">{words.never}</option>
          {offered.map(minutes => (
            <option key={minutes} value={minutes}>
              {words.interval(minutes)}
            </option>
          ))}
        </Select>
      </Field>
      {change.isError && <FailureMessage failure={failureOf(change.error)} />}
    </Panel>
  );
}

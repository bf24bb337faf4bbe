import { Field, Radio, RadioGroup } from '@fluentui/react-components';
import { type Settings, stationSchema } from '../../../contract/settings/schema.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useChangeSettings } from './useChangeSettings.ts';

const words = strings.activation;

/** What the window of this computer is for, from its next start on. */
export function StationPanel({ settings }: { settings: Settings }) {
  const change = useChangeSettings();
  return (
    <Panel title={words.station}>
      <Field label={words.stationLabel} hint={words.stationHint}>
        <RadioGroup
          value={(change.isPending ? change.variables.station : undefined) ?? settings.station}
          onChange={(_, { value }) => change.mutate({ station: stationSchema.parse(value) })}
        >
          {stationSchema.options.map(station => (
            <Radio key={station} value={station} label={words.stations[station]} />
          ))}
        </RadioGroup>
      </Field>
      {change.isError && <FailureMessage failure={failureOf(change.error)} />}
    </Panel>
  );
}

import { type Settings, stationSchema } from '../../../contract/settings/schema.ts';
import { useSetting } from '../../client/useSetting.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { RadioField } from '../../ui/form/RadioField.tsx';
import { Panel } from '../../ui/page/Panel.tsx';

const words = strings.activation;

/** Whether this computer is a desk or an activation station, from its next start on. */
export function StationPanel({ settings }: { settings: Settings }) {
  const station = useSetting(settings, 'station');
  return (
    <Panel title={words.station}>
      <RadioField
        label={words.stationLabel}
        hint={words.stationHint}
        options={stationSchema.options}
        nameOf={each => words.stations[each]}
        value={station.value}
        onChoose={station.set}
      />
      <CallFailure error={station.error} />
    </Panel>
  );
}

import { type Settings, stationSchema } from '../../../contract/system/schema.ts';
import { useChangeSettings } from '../../client/useChangeSettings.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { RadioField } from '../../ui/form/RadioField.tsx';
import { Panel } from '../../ui/page/Panel.tsx';

const words = strings.activation;

/** What the window of this computer is for, from its next start on. */
export function StationPanel({ settings }: { settings: Settings }) {
  const change = useChangeSettings();
  return (
    <Panel title={words.station}>
      <RadioField
        label={words.stationLabel}
        hint={words.stationHint}
        options={stationSchema.options}
        nameOf={station => words.stations[station]}
        value={(change.isPending ? change.variables.station : undefined) ?? settings.station}
        onChoose={station => change.mutate({ station })}
      />
      <CallFailure error={change.error} />
    </Panel>
  );
}

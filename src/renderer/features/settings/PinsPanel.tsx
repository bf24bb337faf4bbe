import { Field, Switch } from '@fluentui/react-components';
import type { Settings } from '../../../contract/system/schema.ts';
import { useChangeSettings } from '../../client/useChangeSettings.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { Panel } from '../../ui/page/Panel.tsx';

const words = strings.settings.pins;

/** Whether weak PINs are refused where a person chooses one. */
export function PinsPanel({ settings }: { settings: Settings }) {
  const change = useChangeSettings();
  const weakPins = (change.isPending ? change.variables.weakPins : undefined) ?? settings.weakPins;
  return (
    <Panel title={words.title}>
      <Field hint={words.hint}>
        <Switch
          label={words.refuseWeak}
          checked={weakPins === 'refused'}
          onChange={(_, { checked }) => change.mutate({ weakPins: checked ? 'refused' : 'allowed' })}
        />
      </Field>
      <CallFailure error={change.error} />
    </Panel>
  );
}

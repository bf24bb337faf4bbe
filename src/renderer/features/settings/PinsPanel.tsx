import { Field, Switch } from '@fluentui/react-components';
import type { Settings } from '../../../contract/settings/schema.ts';
import { useSetting } from '../../client/useSetting.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { Panel } from '../../ui/page/Panel.tsx';

const words = strings.settings.pins;

/** Whether Keydesk rejects weak PINs that a person chooses. */
export function PinsPanel({ settings }: { settings: Settings }) {
  const weakPins = useSetting(settings, 'weakPins');
  return (
    <Panel title={words.title}>
      <Field hint={words.hint}>
        <Switch
          label={words.refuseWeak}
          checked={weakPins.value === 'refused'}
          onChange={(_, { checked }) => weakPins.set(checked ? 'refused' : 'allowed')}
        />
      </Field>
      <CallFailure error={weakPins.error} />
    </Panel>
  );
}

import { Field, Switch } from '@fluentui/react-components';
import type { Settings } from '../../../contract/settings/schema.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useChangeSettings } from './useChangeSettings.ts';

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
      {change.isError && <FailureMessage failure={failureOf(change.error)} />}
    </Panel>
  );
}

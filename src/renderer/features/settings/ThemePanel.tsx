import type { Settings } from '../../../contract/system/schema.ts';
import { useChangeSettings } from '../../client/useChangeSettings.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { RadioField } from '../../ui/form/RadioField.tsx';
import { Panel } from '../../ui/page/Panel.tsx';

const words = strings.settings;
const themes: readonly Settings['theme'][] = ['system', 'light', 'dark'];

export function ThemePanel({ settings }: { settings: Settings }) {
  const change = useChangeSettings();
  return (
    <Panel title={words.appearance}>
      <RadioField
        label={words.theme}
        layout="horizontal"
        options={themes}
        nameOf={theme => words.themes[theme]}
        value={(change.isPending ? change.variables.theme : undefined) ?? settings.theme}
        onChoose={theme => change.mutate({ theme })}
      />
      <CallFailure error={change.error} />
    </Panel>
  );
}

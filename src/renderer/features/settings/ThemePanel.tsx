import type { Settings } from '../../../contract/settings/schema.ts';
import { useSetting } from '../../client/useSetting.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { RadioField } from '../../ui/form/RadioField.tsx';
import { Panel } from '../../ui/page/Panel.tsx';

const words = strings.settings;
const themes: readonly Settings['theme'][] = ['system', 'light', 'dark'];

export function ThemePanel({ settings }: { settings: Settings }) {
  const theme = useSetting(settings, 'theme');
  return (
    <Panel title={words.appearance}>
      <RadioField
        label={words.theme}
        layout="horizontal"
        options={themes}
        nameOf={each => words.themes[each]}
        value={theme.value}
        onChoose={theme.set}
      />
      <CallFailure error={theme.error} />
    </Panel>
  );
}

import { Field, Radio, RadioGroup } from '@fluentui/react-components';
import type { Settings } from '../../../contract/system/schema.ts';
import { useChangeSettings } from '../../client/useChangeSettings.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { Panel } from '../../ui/page/Panel.tsx';

const words = strings.settings;
const themes: readonly Settings['theme'][] = ['system', 'light', 'dark'];

export function ThemePanel({ settings }: { settings: Settings }) {
  const change = useChangeSettings();
  return (
    <Panel title={words.appearance}>
      <Field label={words.theme}>
        <RadioGroup
          layout="horizontal"
          value={(change.isPending ? change.variables.theme : undefined) ?? settings.theme}
          onChange={(_, { value }) => {
            const theme = themes.find(candidate => candidate === value);
            if (theme !== undefined) change.mutate({ theme });
          }}
        >
          {themes.map(theme => (
            <Radio key={theme} value={theme} label={words.themes[theme]} />
          ))}
        </RadioGroup>
      </Field>
      <CallFailure error={change.error} />
    </Panel>
  );
}

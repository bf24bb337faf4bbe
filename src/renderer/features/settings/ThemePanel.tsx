import { Field, Radio, RadioGroup } from '@fluentui/react-components';
import type { Settings } from '../../../contract/settings/schema.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useChangeSettings } from './useChangeSettings.ts';

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
      {change.isError && <FailureMessage failure={failureOf(change.error)} />}
    </Panel>
  );
}

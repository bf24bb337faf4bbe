import { makeStyles } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import type { Settings } from '../../../contract/settings/schema.ts';
import { languageNames } from '../../../words/say.ts';
import { useSetting } from '../../client/useSetting.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { SelectField } from '../../ui/form/SelectField.tsx';
import { Panel } from '../../ui/page/Panel.tsx';

const words = strings.settings;

const useStyles = makeStyles({ choice: { maxWidth: '280px' } });

/** A change of the language renders the page again, and the focus must not be lost. */
let refocus = false;

export function LanguagePanel({ settings }: { settings: Settings }) {
  const styles = useStyles();
  const panel = useRef<HTMLDivElement>(null);
  const language = useSetting(settings, 'language');
  useEffect(() => {
    if (refocus) panel.current?.querySelector('select')?.focus();
    refocus = false;
  }, []);
  const choose = (value: string) => {
    refocus = true;
    language.set(languageNames.find(([tag]) => tag === value)?.[0] ?? 'system');
  };
  return (
    <Panel title={words.language}>
      <div ref={panel} className={styles.choice}>
        <SelectField
          label={words.language}
          options={[['system', words.languageSystem], ...languageNames]}
          value={language.value}
          onChoose={choose}
        />
      </div>
      <CallFailure error={language.error} />
    </Panel>
  );
}

import { FluentProvider, makeStyles, Select, Text, tokens } from '@fluentui/react-components';
import { KeyMultipleFilled } from '@fluentui/react-icons';
import { useState } from 'react';
import { directionOf, languageNames, languages, speak, spoken } from '../../../words/say.ts';
import { useConnectionState, useSystemInfo } from '../../client/hooks.ts';
import { strings } from '../../strings.ts';
import { NARROW_WINDOW } from '../../ui/page/layout.ts';
import { hrefOf } from '../../ui/page/route.ts';
import { useDocumentLanguage } from '../../ui/page/useLanguage.ts';
import { useTheme } from '../../ui/page/useTheme.ts';
import { useWindowTitle } from '../../ui/page/useWindowTitle.ts';
import { PracticePanel } from '../practice/PracticePanel.tsx';
import { CoreGone } from './CoreGone.tsx';
import { stationWords as words } from './language.ts';
import { Progress } from './Progress.tsx';
import { StageView } from './StageView.tsx';
import type { Stage } from './stage.ts';
import { useActivation } from './useActivation.ts';

const useStyles = makeStyles({
  window: {
    display: 'grid',
    gridTemplateRows: 'auto 1fr auto',
    gridTemplateAreas: '"header" "main" "practice"',
    height: '100vh',
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground1,
    gridTemplateColumns: 'minmax(0, 1fr)',
    [NARROW_WINDOW]: { height: 'auto', minHeight: '100vh' },
  },
  header: {
    gridArea: 'header',
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    flexWrap: 'wrap',
    minHeight: '56px',
    padding: `0 ${tokens.spacingHorizontalXL}`,
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
  },
  end: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalL,
    marginInlineStart: 'auto',
  },
  link: { color: tokens.colorNeutralForegroundOnBrand },
  main: {
    gridArea: 'main',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalXXL,
    overflowY: 'auto',
    [NARROW_WINDOW]: { overflowY: 'visible' },
    padding: `${tokens.spacingVerticalXXXL} ${tokens.spacingHorizontalL}`,
  },
});

/**
 * The window for a user with a new key: one large task at a time, in the user's language, without access to anything
 * else.
 */
export function ActivateWindow({ locked }: { locked: boolean }) {
  const styles = useStyles();
  const theme = useTheme();
  const [language, setLanguage] = useState(spoken);
  const run = useActivation();
  const ended = useConnectionState() === 'ended';
  // The user's choice applies only to this window. Components below read their words during rendering.
  if (language !== spoken()) speak(language);
  useDocumentLanguage(language);
  const practice = useSystemInfo()?.practice === true && words.practice;
  useWindowTitle([practice, words.title, strings.product].filter(Boolean).join(' · '));
  return (
    <FluentProvider theme={theme} dir={directionOf(language)}>
      <div className={styles.window}>
        <header className={styles.header}>
          <KeyMultipleFilled fontSize={26} />
          <Text weight="semibold" size={500}>
            {words.title}
          </Text>
          <div className={styles.end}>
            {!locked && (
              <a className={styles.link} href={hrefOf({ page: 'users' })}>
                {words.toDesk}
              </a>
            )}
            <Select
              aria-label={words.language}
              value={language}
              onChange={(_, { value }) => setLanguage(languages.find(each => each === value) ?? language)}
            >
              {languageNames.map(([each, name]) => (
                <option key={each} value={each}>
                  {name}
                </option>
              ))}
            </Select>
          </div>
        </header>
        <main className={styles.main} aria-label={strings.product}>
          <CoreGone />
          <Progress stage={run.stage} />
          {!(ended && isLost(run.stage)) && <StageView run={run} />}
        </main>
        <PracticePanel />
      </div>
    </FluentProvider>
  );
}

/** The message that Keydesk has ended shows the same, and there is nothing to restart. */
function isLost(stage: Stage): boolean {
  return stage.at === 'failed' && stage.failure.code === 'connection-lost';
}

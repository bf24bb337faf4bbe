import { MessageBar, MessageBarBody, makeStyles, Text, tokens } from '@fluentui/react-components';
import {
  CheckmarkCircleFilled,
  DismissCircleFilled,
  type FluentIcon,
  QuestionCircleRegular,
  SubtractCircleRegular,
} from '@fluentui/react-icons';
import { checkDetailWords, checkStatusWords, checkWords } from '../../../../contract/connections/checkWords.ts';
import type { CheckLine, CheckReport as Report } from '../../../../contract/connections/schema.ts';
import { wordsFor } from '../../../../contract/errors/words.ts';
import { strings } from '../../../strings.ts';
import { QuietText } from '../../../ui/display/QuietText.tsx';

const words = strings.connectionCheck;

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', rowGap: tokens.spacingVerticalM },
  line: { display: 'grid', gridTemplateColumns: '24px 1fr', columnGap: tokens.spacingHorizontalS },
  words: { display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere' },
  passed: { color: tokens.colorPaletteGreenForeground1 },
  failed: { color: tokens.colorPaletteRedForeground1 },
  'not-needed': { color: tokens.colorNeutralForeground3 },
  unknown: { color: tokens.colorNeutralForeground3 },
});

const icons: Record<CheckLine['status'], FluentIcon> = {
  passed: CheckmarkCircleFilled,
  failed: DismissCircleFilled,
  'not-needed': SubtractCircleRegular,
  unknown: QuestionCircleRegular,
};

/** The results of Check connection: what works, and what to grant if it does not. */
export function CheckReport({ report: { ok, lines } }: { report: Report }) {
  const styles = useStyles();
  const failed = lines.filter(({ status }) => status === 'failed').length;
  return (
    <>
      <MessageBar intent={ok ? 'success' : 'warning'} role="status">
        <MessageBarBody>{ok ? words.allPassed : words.someFailed({ count: failed })}</MessageBarBody>
      </MessageBar>
      <ul className={styles.list} aria-label={words.title}>
        {lines.map(line => (
          <Line key={line.name} line={line} />
        ))}
      </ul>
    </>
  );
}

function Line({ line: { name, status, detail, failure } }: { line: CheckLine }) {
  const styles = useStyles();
  const Icon = icons[status];
  const said = failure === null ? null : wordsFor(failure, 'check');
  return (
    <li className={styles.line}>
      <Icon className={styles[status]} fontSize={20} aria-label={checkStatusWords(status)} />
      <span className={styles.words}>
        <Text weight={status === 'failed' ? 'semibold' : 'regular'}>{checkWords(name)}</Text>
        {detail !== null && <QuietText size={200}>{checkDetailWords(detail)}</QuietText>}
        {(status === 'not-needed' || status === 'unknown') && (
          <QuietText size={200}>{checkStatusWords(status)}</QuietText>
        )}
        {said !== null && (
          <Text>
            {said.message} <QuietText>{said.next}</QuietText>
          </Text>
        )}
      </span>
    </li>
  );
}

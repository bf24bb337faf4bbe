import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { detailLines } from '../../../contract/errors/causeWords.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import { wordsFor } from '../../../contract/errors/words.ts';
import { strings } from '../../strings.ts';

const useStyles = makeStyles({
  details: { marginTop: tokens.spacingVerticalXS, color: tokens.colorNeutralForeground3 },
  cause: { margin: `${tokens.spacingVerticalXS} 0`, whiteSpace: 'pre-wrap', fontFamily: tokens.fontFamilyMonospace },
});

export interface FailureMessageProps {
  failure: Failure;
  onRetry?: () => void;
  /** `warning` if the failed work was in the background, `info` if nothing failed. */
  intent?: 'error' | 'warning' | 'info';
}

/** A failure in plain words: what happened and what to do next. The code and the causes are collapsed. */
export function FailureMessage({ failure, onRetry, intent = 'error' }: FailureMessageProps) {
  const styles = useStyles();
  const { message, next } = wordsFor(failure);
  return (
    <MessageBar intent={intent} layout="multiline" role={intent === 'error' ? 'alert' : 'status'}>
      <MessageBarBody>
        <MessageBarTitle>{message}</MessageBarTitle> {next}
        <details className={styles.details}>
          <summary>{strings.details}</summary>
          <div className={styles.cause}>{detailLines(failure).join('\n')}</div>
        </details>
      </MessageBarBody>
      {onRetry && (
        <MessageBarActions>
          <Button onClick={onRetry}>{strings.tryAgain}</Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

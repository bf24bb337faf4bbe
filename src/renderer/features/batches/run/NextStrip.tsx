import { makeStyles, tokens } from '@fluentui/react-components';
import { nameOf } from '../../../../contract/batches/nameOf.ts';
import type { BatchRow } from '../../../../contract/batches/schema.ts';
import { strings } from '../../../strings.ts';
import { Row } from '../../../ui/page/Row.tsx';
import { ActionButton } from './ActionButton.tsx';
import type { Actions } from './shortcuts.ts';

const words = strings.batchRun;

const useStyles = makeStyles({
  strip: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalXXL,
    rowGap: tokens.spacingVerticalS,
  },
  next: { fontSize: 'clamp(1.25rem, 2.5vw, 2.25rem)', lineHeight: 1.2, fontWeight: tokens.fontWeightSemibold },
  names: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  afterwards: { fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400 },
});

/** Who comes next, and what can be done with that row. `first` is not shown if it is on the card already. */
export function NextStrip(props: {
  next: readonly BatchRow[];
  onCard: boolean;
  /** What else to say, for example that all rows have ended. */
  text: string | null;
  actions: Actions;
}) {
  const styles = useStyles();
  const { next, onCard, text, actions } = props;
  const [first, ...rest] = next;
  return (
    <div className={styles.strip}>
      <div className={styles.names}>
        {text !== null && !onCard && <span className={styles.next}>{text}</span>}
        {first !== undefined && !onCard && (
          <span className={styles.next}>{words.said({ what: nextText(first), user: nameOf(first) })}</span>
        )}
        {rest.length > 0 && (
          <span className={styles.afterwards}>
            {words.said({ what: words.afterwards, user: rest.map(nameOf).join(', ') })}
          </span>
        )}
      </div>
      <Row gap="small">
        <ActionButton action="skip" actions={actions} label={words.skip} />
        <ActionButton action="later" actions={actions} label={words.later} />
        <ActionButton action="note" actions={actions} label={words.note} />
        <ActionButton action="retry" actions={actions} label={words.retry} />
      </Row>
    </div>
  );
}

/** A row that expects a serial number gets that key only. */
function nextText({ serial }: BatchRow): string {
  return serial === null ? words.next : words.nextThis({ serial });
}

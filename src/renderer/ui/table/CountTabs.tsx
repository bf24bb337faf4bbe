import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { number } from '../../../words/say.ts';
import { withTotal } from './counts.ts';

const useStyles = makeStyles({
  counts: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    minWidth: 0,
    margin: 0,
    padding: 0,
    border: 'none',
  },
  count: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    minWidth: '84px',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    fontFamily: 'inherit',
    textAlign: 'start',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  chosen: {
    border: `1px solid ${tokens.colorBrandStroke1}`,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
  },
  number: {
    fontSize: tokens.fontSizeBase500,
    fontWeight: tokens.fontWeightSemibold,
    lineHeight: tokens.lineHeightBase500,
  },
  label: { fontSize: tokens.fontSizeBase200 },
});

/** The counts of a list by state. `all` is the total. */
export interface CountTabsProps<S extends string> {
  label: string;
  states: readonly S[];
  nameOf: (state: S | 'all') => string;
  counts: Readonly<Partial<Record<S, number>>>;
  /** States whose rows other states count too. */
  overlapping?: readonly S[];
  chosen: S | 'all';
  onChoose: (state: S | 'all') => void;
}

/** Counts that are also filters: each shows the rows that it counts. */
export function CountTabs<S extends string>(props: CountTabsProps<S>) {
  const styles = useStyles();
  const { label, states, nameOf, counts, overlapping = [], chosen, onChoose } = props;
  return (
    <fieldset className={styles.counts} aria-label={label}>
      {withTotal(states, counts, overlapping).map(({ state, count }) => (
        <button
          key={state}
          type="button"
          className={mergeClasses(styles.count, state === chosen && styles.chosen)}
          aria-pressed={state === chosen}
          onClick={() => onChoose(state)}
        >
          <span className={styles.number}>{number(count)}</span> <span className={styles.label}>{nameOf(state)}</span>
        </button>
      ))}
    </fieldset>
  );
}

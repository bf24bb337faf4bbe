import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';

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

export interface Count<V extends string> {
  value: V;
  label: string;
  count: number;
}

/** Numbers that are filters too: each shows what it counts. */
export function CountTabs<V extends string>(props: {
  label: string;
  counts: readonly Count<V>[];
  chosen: V;
  onChoose(value: V): void;
}) {
  const styles = useStyles();
  const { label, counts, chosen, onChoose } = props;
  return (
    <fieldset className={styles.counts} aria-label={label}>
      {counts.map(({ value, label: name, count }) => (
        <button
          key={value}
          type="button"
          className={mergeClasses(styles.count, value === chosen && styles.chosen)}
          aria-pressed={value === chosen}
          onClick={() => onChoose(value)}
        >
          <span className={styles.number}>{count.toLocaleString()}</span> <span className={styles.label}>{name}</span>
        </button>
      ))}
    </fieldset>
  );
}

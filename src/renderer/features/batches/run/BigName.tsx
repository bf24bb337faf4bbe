import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';

/** A longer name gets smaller letters, so that it does not fill the screen. */
const LONG = 26;

const useStyles = makeStyles({
  name: {
    fontSize: 'clamp(2rem, 11cqi, 7rem)',
    lineHeight: 1.1,
    fontWeight: tokens.fontWeightBold,
    overflowWrap: 'anywhere',
  },
  long: { fontSize: 'clamp(1.75rem, 5cqi, 4rem)' },
  under: { fontSize: 'clamp(1rem, 2.4cqi, 1.75rem)', lineHeight: 1.3 },
});

/** The name of a user in very large letters. Its size depends on the width of the container. */
export function BigName({ name, under }: { name: string; under: string | undefined }) {
  const styles = useStyles();
  return (
    <>
      <span className={mergeClasses(styles.name, name.length > LONG && styles.long)} dir="auto">
        {name}
      </span>
      {under !== undefined && (
        <span className={styles.under} dir="auto">
          {under}
        </span>
      )}
    </>
  );
}

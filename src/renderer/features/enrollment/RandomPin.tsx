import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { CopyButton } from '../../components/CopyButton.tsx';
import { strings } from '../../strings.ts';

const words = strings.enroll;

const useStyles = makeStyles({
  card: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalL,
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  words: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS, marginRight: 'auto' },
  pin: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    letterSpacing: '0.15em',
    overflowWrap: 'anywhere',
  },
});

/** The PIN that Keydesk made, this once. */
export function RandomPin({ pin }: { pin: string }) {
  const styles = useStyles();
  return (
    <section className={styles.card} aria-label={words.randomPin}>
      <div className={styles.words}>
        <Text weight="semibold">{words.randomPin}</Text>
        <span className={styles.pin}>{pin}</span>
        <Text size={200}>{words.randomPinHint}</Text>
      </div>
      <CopyButton text={pin} />
    </section>
  );
}

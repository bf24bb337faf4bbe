import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { CopyButton } from './CopyButton.tsx';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalL,
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  words: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS, marginInlineEnd: 'auto' },
  secret: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    letterSpacing: '0.15em',
    overflowWrap: 'anywhere',
  },
});

/** A secret that Keydesk made, this once. */
export function ShownOnce({ title, secret, hint }: { title: string; secret: string; hint: string }) {
  const styles = useStyles();
  return (
    <section className={styles.card} aria-label={title}>
      <div className={styles.words}>
        <Text weight="semibold">{title}</Text>
        <span className={styles.secret}>{secret}</span>
        <Text size={200}>{hint}</Text>
      </div>
      <CopyButton text={secret} />
    </section>
  );
}

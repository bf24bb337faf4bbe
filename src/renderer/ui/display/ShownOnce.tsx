import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useRef } from 'react';
import { CopyButton } from '../actions/CopyButton.tsx';
import { useSeen } from './useSeen.ts';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexWrap: 'wrap',
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

/**
 * A secret that Keydesk created and shows only once. Calls `onSeen` when it was visible long enough to be read, or was
 * copied.
 */
export function ShownOnce(props: { title: string; secret: string; hint: string; onSeen?: () => void }) {
  const styles = useStyles();
  const { title, secret, hint, onSeen } = props;
  const shown = useRef<HTMLSpanElement>(null);
  useSeen(shown, onSeen);
  return (
    <section className={styles.card} aria-label={title}>
      <div className={styles.words}>
        <Text weight="semibold">{title}</Text>
        <span ref={shown} className={styles.secret}>
          {secret}
        </span>
        <Text size={200}>{hint}</Text>
      </div>
      <CopyButton text={secret} onCopied={onSeen} />
    </section>
  );
}

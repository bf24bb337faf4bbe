import { makeStyles, mergeClasses, Subtitle1, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircleFilled, DismissCircleFilled, SubtractCircleFilled } from '@fluentui/react-icons';
import { useFocusOnMount } from '../focus/useFocusOnMount.ts';

const icons = { done: CheckmarkCircleFilled, failed: DismissCircleFilled, neutral: SubtractCircleFilled };

const useStyles = makeStyles({
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, outlineStyle: 'none' },
  icon: { flexShrink: 0, fontSize: '40px' },
  done: { color: tokens.colorStatusSuccessForeground1 },
  failed: { color: tokens.colorStatusDangerForeground1 },
  neutral: { color: tokens.colorNeutralForeground3 },
  words: { display: 'flex', flexDirection: 'column' },
});

/**
 * The result of an operation, as the heading of its panel. It takes the focus, so that keyboard and screen reader start
 * here.
 */
export function Outcome({ kind, title, text }: { kind: keyof typeof icons; title: string; text?: string }) {
  const styles = useStyles();
  const Icon = icons[kind];
  return (
    <div className={styles.head} ref={useFocusOnMount()} tabIndex={-1}>
      <Icon className={mergeClasses(styles.icon, styles[kind])} />
      <div className={styles.words}>
        <Subtitle1 as="h2">{title}</Subtitle1>
        {text !== undefined && <Text>{text}</Text>}
      </div>
    </div>
  );
}

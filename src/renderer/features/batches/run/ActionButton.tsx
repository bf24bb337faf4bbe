import { Button, type ButtonProps, makeStyles, tokens } from '@fluentui/react-components';
import { strings } from '../../../strings.ts';
import { type Actions, letters, type Shortcut } from './shortcuts.ts';

const words = strings.batchRun;

const useStyles = makeStyles({
  keys: {
    marginInlineStart: tokens.spacingHorizontalS,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightRegular,
    whiteSpace: 'nowrap',
  },
});

/** A button that shows its shortcut. Shows nothing if the action is not possible now. */
export function ActionButton(props: {
  action: Shortcut;
  actions: Actions;
  label: string;
  appearance?: NonNullable<ButtonProps['appearance']>;
}) {
  const styles = useStyles();
  const { action, actions, label, appearance = 'secondary' } = props;
  const run = actions[action];
  if (run === undefined) return null;
  const letter = letters[action];
  return (
    <Button size="large" appearance={appearance} aria-keyshortcuts={`Alt+${letter}`} onClick={run}>
      {label} <span className={styles.keys}>{words.shortcut({ letter })}</span>
    </Button>
  );
}

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

/** A button that shows its shortcut. Shows nothing if the action is not possible now, unless it keeps its place: then others do not move under the pointer. */
export function ActionButton(props: {
  action: Shortcut;
  actions: Actions;
  label: string;
  appearance?: NonNullable<ButtonProps['appearance']>;
  keepsPlace?: boolean;
}) {
  const styles = useStyles();
  const { action, actions, label, appearance = 'secondary', keepsPlace = false } = props;
  const run = actions[action];
  if (run === undefined && !keepsPlace) return null;
  const letter = letters[action];
  return (
    <Button
      size="large"
      appearance={appearance}
      aria-keyshortcuts={`Alt+${letter}`}
      disabledFocusable={run === undefined}
      onClick={run}
    >
      {label} <span className={styles.keys}>{words.shortcut({ letter })}</span>
    </Button>
  );
}

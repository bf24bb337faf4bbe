import { Button, makeStyles, Spinner, Text } from '@fluentui/react-components';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { useSetMode } from '../start/useModeChange.ts';

const words = strings.mode;

const useStyles = makeStyles({ button: { alignSelf: 'start' } });

/**
 * Replaces the connections in practice mode: changes to a real tenant. @param tenant the one that is already connected
 */
export function LeavePracticePanel({ tenant }: { tenant: string | null }) {
  const styles = useStyles();
  const { setMode, changing, failure } = useSetMode();
  const leave = () => setMode(false, { page: tenant === null ? 'connect' : 'users' });
  return (
    <Panel title={strings.connections.title}>
      <Text>{tenant === null ? words.inPractice : words.inPracticeWith({ tenant })}</Text>
      {failure && <FailureMessage failure={failure} />}
      <Button className={styles.button} appearance="primary" disabledFocusable={changing} onClick={leave}>
        {tenant === null ? words.connect : words.workWith({ tenant })}
      </Button>
      {changing && <Spinner size="tiny" label={words.changing} />}
    </Panel>
  );
}

/** Changes to practice mode. */
export function PracticeModePanel() {
  const styles = useStyles();
  const { setMode, changing, failure } = useSetMode();
  return (
    <Panel title={words.practiceTitle}>
      <Text>{words.practiceText}</Text>
      {failure && <FailureMessage failure={failure} />}
      <Button className={styles.button} disabledFocusable={changing} onClick={() => setMode(true, { page: 'users' })}>
        {words.practice}
      </Button>
      {changing && <Spinner size="tiny" label={words.changing} />}
    </Panel>
  );
}

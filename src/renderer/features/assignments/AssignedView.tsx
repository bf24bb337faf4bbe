import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { Assignment } from '../../../contract/assignments/schema.ts';
import { strings } from '../../strings.ts';
import { Outcome } from '../../ui/display/Outcome.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { goTo } from '../../ui/page/route.ts';

const words = strings.assignments;

const useStyles = makeStyles({
  next: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
});

/** Confirms a new assignment that waits for a key, and says what happens next. */
export function AssignedView({ assignment }: { assignment: Assignment }) {
  const styles = useStyles();
  const { user } = assignment;
  return (
    <Panel>
      <Outcome kind="done" title={words.assigned({ name: user.displayName })} text={words.assignedText} />
      <div>
        <Text weight="semibold">{words.nextTitle}</Text>
        <ol className={styles.next}>
          {[words.next.give({ name: user.displayName }), words.next.activate, words.next.done].map(line => (
            <li key={line}>{line}</li>
          ))}
        </ol>
      </div>
      <Text>{words.orNow}</Text>
      <div>
        <Button appearance="primary" onClick={() => goTo({ page: 'user', user: user.id, tab: 'passkeys' })}>
          {strings.enroll.toPasskeys}
        </Button>
      </div>
    </Panel>
  );
}

import { Button, makeStyles, Subtitle1, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircleFilled } from '@fluentui/react-icons';
import type { Assignment } from '../../../contract/assignments/schema.ts';
import { goTo } from '../../app/route.ts';
import { strings } from '../../strings.ts';
import { Panel } from '../../ui/Panel.tsx';
import { useFocusOnMount } from '../enrollment/useFocusOnMount.ts';

const words = strings.assignments;

const useStyles = makeStyles({
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, outlineStyle: 'none' },
  icon: { flexShrink: 0, fontSize: '40px', color: tokens.colorStatusSuccessForeground1 },
  words: { display: 'flex', flexDirection: 'column' },
  next: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
});

/** A passkey that waits for a key: what was done, and what happens next without anybody here. */
export function AssignedView({ assignment }: { assignment: Assignment }) {
  const styles = useStyles();
  const { user } = assignment;
  return (
    <Panel>
      <div className={styles.head} ref={useFocusOnMount()} tabIndex={-1}>
        <CheckmarkCircleFilled className={styles.icon} />
        <div className={styles.words}>
          <Subtitle1 as="h2">{words.assigned(user.displayName)}</Subtitle1>
          <Text>{words.assignedText}</Text>
        </div>
      </div>
      <div>
        <Text weight="semibold">{words.nextTitle}</Text>
        <ol className={styles.next}>
          {words.next(user.displayName).map(line => (
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

import { MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import { nameOf } from '../../../../contract/batches/nameOf.ts';
import type { BatchRow } from '../../../../contract/batches/schema.ts';
import { list } from '../../../../words/say.ts';
import { strings } from '../../../strings.ts';

const useStyles = makeStyles({
  text: { fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500 },
});

/** Whose keys were taken out too early. Shows nothing without such rows. */
export function CutOff({ rows }: { rows: readonly BatchRow[] }) {
  const styles = useStyles();
  if (rows.length === 0) return null;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody className={styles.text}>
        {strings.batchRun.cutOff({ users: list(rows.map(nameOf)), count: rows.length })}
      </MessageBarBody>
    </MessageBar>
  );
}

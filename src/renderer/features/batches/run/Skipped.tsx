import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import { nameOf } from '../../../../contract/batches/nameOf.ts';
import type { BatchRow } from '../../../../contract/batches/schema.ts';
import { strings } from '../../../strings.ts';
import { Row } from '../../../ui/page/Row.tsx';
import { ActionButton } from './ActionButton.tsx';
import type { Actions } from './shortcuts.ts';

const words = strings.batchRun;

/** Who was just skipped, and a way back: the key at the desk may be that of another user than the next one. Shows nothing without such a row. */
export function Skipped({ row, actions }: { row: BatchRow | null; actions: Actions }) {
  if (row === null) return null;
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>
        <Row>
          {words.wasSkipped({ user: nameOf(row) })}
          <ActionButton action="putBack" actions={actions} label={words.putBack} />
        </Row>
      </MessageBarBody>
    </MessageBar>
  );
}

import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import { strings } from '../../strings.ts';

/** Shows that the list is longer than what is printed. */
export function PrintCut({ rows }: { rows: number }) {
  return (
    <MessageBar intent="warning">
      <MessageBarBody>{strings.print.cut({ count: rows })}</MessageBarBody>
    </MessageBar>
  );
}

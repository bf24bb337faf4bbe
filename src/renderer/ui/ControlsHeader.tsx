import { TableHeaderCell } from '@fluentui/react-components';
import { HiddenText } from './HiddenText.tsx';

/**
 * The head of a column of buttons: its name is for screen readers and for cards, see ListTable.tsx. The column is not on paper.
 */
export function ControlsHeader({ className, children }: { className?: string; children: string }) {
  return (
    <TableHeaderCell {...(className === undefined ? {} : { className })} data-controls="">
      <HiddenText>{children}</HiddenText>
    </TableHeaderCell>
  );
}

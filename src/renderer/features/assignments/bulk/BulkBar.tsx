import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { AssignmentChoice, BulkAction } from '../../../../contract/assignments/schema.ts';
import { bulkActions } from '../../../../contract/assignments/schema.ts';
import { strings } from '../../../strings.ts';
import { QuietText } from '../../../ui/display/QuietText.tsx';
import { BulkDialog } from './BulkDialog.tsx';

const words = strings.assignments;

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS, minHeight: '32px' },
  chosen: {
    paddingInlineStart: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorBrandBackground2,
  },
});

/** What can be done with the selected assignments. */
export function BulkBar(props: {
  /** Whether all assignments of the filter are selected. */
  all: boolean;
  count: number;
  which: AssignmentChoice;
  onCodes(): void;
  onClear(): void;
}) {
  const styles = useStyles();
  const { all, count, which, onCodes, onClear } = props;
  const [asking, setAsking] = useState<BulkAction | null>(null);
  return (
    <div data-frame="" className={mergeClasses(styles.bar, styles.chosen)}>
      <QuietText size={200} role="status">
        {all ? words.allSelected({ count }) : words.selected({ count })}
      </QuietText>
      <Button size="small" appearance="subtle" onClick={onClear}>
        {words.clear}
      </Button>
      {bulkActions.map(action => (
        <Button key={action} size="small" onClick={() => setAsking(action)}>
          {strings.bulk.actions[action]}
        </Button>
      ))}
      <Button size="small" onClick={onCodes}>
        {strings.codes.button}
      </Button>
      {asking !== null && <BulkDialog action={asking} which={which} count={count} onClose={() => setAsking(null)} />}
    </div>
  );
}

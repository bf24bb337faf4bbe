import { MessageBar, MessageBarBody, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import type { InventoryKey, LostReport } from '../../../contract/inventory/schema.ts';
import { inventoryKeyName, lostKeyAdvice, resetAdvice } from '../../../contract/inventory/words.ts';
import { client } from '../../client/client.ts';
import { refreshAssignments } from '../../client/refreshAssignments.ts';
import { useOtherTenant } from '../../client/useTenantName.ts';
import { strings } from '../../strings.ts';
import { AppDialog } from '../../ui/dialog/AppDialog.tsx';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';

const words = strings.inventory;

const useStyles = makeStyles({
  advice: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
});

type How = 'reportLost' | 'retire' | 'takeBack';

/** The words of each way to mark a key. */
const said = {
  reportLost: { action: words.reportLost, title: words.lostTitle, text: words.lostText, done: words.lostDone },
  retire: { action: words.retire, title: words.retireTitle, text: words.retireText, done: words.retiredDone },
  takeBack: { action: words.takeBack, title: words.takeBackTitle, text: words.takeBackText, done: words.takeBackDone },
};

const adviceAfter: Readonly<Record<How, () => string[]>> = {
  reportLost: lostKeyAdvice,
  retire: () => [],
  takeBack: () => [resetAdvice()],
};

/** Marks a key as lost, retired or returned, after a confirmation. Then shows what was done and what else to do. */
export function MarkKeyDialog(props: { inventoryKey: InventoryKey; how: How; onClose(): void }) {
  const styles = useStyles();
  const { inventoryKey, how, onClose } = props;
  const mark = useMutation({ mutationFn: () => client.inventory[how]({ id: inventoryKey.id }) });
  const close = () => {
    // Not earlier: the row that opened this dialog would disappear, and the dialog with it.
    if (!mark.isIdle) void refreshAssignments();
    onClose();
  };
  const name = inventoryKeyName(inventoryKey);
  const advice = adviceAfter[how]();
  const say = said[how];
  const owner = inventoryKey.state === 'active' ? (inventoryKey.user?.displayName ?? null) : null;
  const done = mark.data;
  const title = (done === undefined ? say.title : say.done)({ key: name });
  return (
    <AppDialog
      title={title}
      modalType="alert"
      action={done !== undefined ? undefined : { label: say.action, onClick: () => mark.mutate() }}
      closeLabel={done === undefined ? strings.cancel : strings.close}
      work={mark}
      onClose={close}
    >
      {done === undefined && <Text>{say.text({ user: owner })}</Text>}
      {done?.revoked.map(assignment => (
        <Revoked key={assignment.id} assignment={assignment} />
      ))}
      {done !== undefined && advice.length > 0 && (
        <div>
          <Text weight="semibold">{words.whatElse}</Text>
          <ul className={styles.advice}>
            {advice.map(line => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      )}
    </AppDialog>
  );
}

function Revoked({ assignment: { tenant, user, deletion } }: { assignment: LostReport['revoked'][number] }) {
  const elsewhere = useOtherTenant()(tenant);
  if (deletion?.done === true) {
    return (
      <MessageBar intent="success" layout="multiline">
        <MessageBarBody>{words.deleted({ user: user.displayName })}</MessageBarBody>
      </MessageBar>
    );
  }
  return (
    <>
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          {elsewhere === undefined
            ? words.notDeleted({ user: user.displayName })
            : words.notDeletedElsewhere({ user: user.displayName, tenant: elsewhere })}
        </MessageBarBody>
      </MessageBar>
      {deletion?.failure && <FailureMessage failure={deletion.failure} />}
    </>
  );
}

import { MessageBar, MessageBarBody, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import type { InventoryKey, LostReport } from '../../../contract/inventory/schema.ts';
import { inventoryKeyName, lostKeyAdvice } from '../../../contract/inventory/words.ts';
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

/** Reports a key lost or retires it, after a confirmation. Then shows what was done and what else to do. */
export function MarkKeyDialog(props: { inventoryKey: InventoryKey; how: 'reportLost' | 'retire'; onClose(): void }) {
  const styles = useStyles();
  const { inventoryKey, how, onClose } = props;
  const mark = useMutation({ mutationFn: () => client.inventory[how]({ id: inventoryKey.id }) });
  const close = () => {
    // Not earlier: the row that opened this dialog would disappear, and the dialog with it.
    if (!mark.isIdle) void refreshAssignments();
    onClose();
  };
  const name = inventoryKeyName(inventoryKey);
  const lost = how === 'reportLost';
  const owner = inventoryKey.state === 'active' ? (inventoryKey.user?.displayName ?? null) : null;
  const done = mark.data;
  const title =
    done === undefined
      ? (lost ? words.lostTitle : words.retireTitle)({ key: name })
      : (lost ? words.lostDone : words.retiredDone)({ key: name });
  return (
    <AppDialog
      title={title}
      modalType="alert"
      action={
        done !== undefined ? undefined : { label: lost ? words.reportLost : words.retire, onClick: () => mark.mutate() }
      }
      closeLabel={done === undefined ? strings.cancel : strings.close}
      work={mark}
      onClose={close}
    >
      {done === undefined && <Text>{(lost ? words.lostText : words.retireText)({ user: owner })}</Text>}
      {done?.revoked.map(assignment => (
        <Revoked key={assignment.id} assignment={assignment} />
      ))}
      {done !== undefined && lost && (
        <div>
          <Text weight="semibold">{words.whatElse}</Text>
          <ul className={styles.advice}>
            {lostKeyAdvice().map(line => (
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

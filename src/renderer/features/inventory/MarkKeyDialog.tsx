import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import type { InventoryKey, LostReport } from '../../../contract/inventory/schema.ts';
import { inventoryKeyName, lostKeyAdvice } from '../../../contract/inventory/words.ts';
import { useOtherTenant } from '../../app/useTenantName.ts';
import { client } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { AppDialog } from '../../ui/AppDialog.tsx';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { forgetAssignments } from '../assignments/forget.ts';

const words = strings.inventory;

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  advice: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
});

/** Reports a key lost or retires it: asks once, then says what was done and what else to do. */
export function MarkKeyDialog(props: { inventoryKey: InventoryKey; how: 'reportLost' | 'retire'; onClose(): void }) {
  const styles = useStyles();
  const { inventoryKey, how, onClose } = props;
  const mark = useMutation({ mutationFn: () => client.inventory[how]({ id: inventoryKey.id }) });
  const close = () => {
    // Not before: the list that this dialog was opened from may have no such key any more.
    if (!mark.isIdle) void forgetAssignments();
    onClose();
  };
  const name = inventoryKeyName(inventoryKey);
  const lost = how === 'reportLost';
  const owner = inventoryKey.state === 'active' ? (inventoryKey.user?.displayName ?? null) : null;
  const done = mark.data;
  const title =
    done === undefined
      ? (lost ? words.lostTitle : words.retireTitle)(name)
      : (lost ? words.lostDone : words.retiredDone)(name);
  return (
    <AppDialog modalType="alert" busy={mark.isPending} onClose={close}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={styles.content}>
            {done === undefined && <Text>{(lost ? words.lostText : words.retireText)(owner)}</Text>}
            {mark.isError && <FailureMessage failure={failureOf(mark.error)} />}
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
          </DialogContent>
          <DialogActions>
            {done === undefined && (
              <Button appearance="primary" disabledFocusable={mark.isPending} onClick={() => mark.mutate()}>
                {lost ? words.reportLost : words.retire}
              </Button>
            )}
            <Button disabledFocusable={mark.isPending} onClick={close}>
              {done === undefined ? strings.cancel : strings.close}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </AppDialog>
  );
}

function Revoked({ assignment: { tenant, user, deletion } }: { assignment: LostReport['revoked'][number] }) {
  const elsewhere = useOtherTenant()(tenant);
  if (deletion?.done === true) {
    return (
      <MessageBar intent="success" layout="multiline">
        <MessageBarBody>{words.deleted(user.displayName)}</MessageBarBody>
      </MessageBar>
    );
  }
  return (
    <>
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          {elsewhere === undefined
            ? words.notDeleted(user.displayName)
            : words.notDeletedElsewhere(user.displayName, elsewhere)}
        </MessageBarBody>
      </MessageBar>
      {deletion?.failure && <FailureMessage failure={deletion.failure} />}
    </>
  );
}

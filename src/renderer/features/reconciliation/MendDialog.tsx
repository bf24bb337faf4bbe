import { Checkbox, MessageBar, MessageBarBody, Text } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { MendRequest, ReconciledDifference } from '../../../contract/reconciliation/schema.ts';
import { client } from '../../client/client.ts';
import { refreshAssignments } from '../../client/refreshAssignments.ts';
import { strings } from '../../strings.ts';
import { AppDialog } from '../../ui/dialog/AppDialog.tsx';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';
import { mendRequest } from './mendRequest.ts';

const words = strings.reconciliation;

/** A plugged-in key and its PIN. SECURITY: only the state of the page holds the PIN. No cache keeps it. */
export interface KeyAccess {
  readonly keyId: string;
  readonly pin: string;
}

/** Says what a mend does, carries it out after a confirmation, and shows what remains. */
export function MendDialog(props: {
  difference: ReconciledDifference;
  mend: MendRequest['mend'];
  access: KeyAccess | undefined;
  onClose(): void;
  onMended(): void;
}) {
  const { difference, mend, access, onClose, onMended } = props;
  const [accepted, setAccepted] = useState(false);
  const request = mendRequest(mend, difference, access, accepted);
  const work = useMutation({
    mutationFn: async (wanted: MendRequest) => client.reconciliation.mend(wanted),
    gcTime: 0,
    onSettled: refreshAssignments,
  });
  const { name, user, key, unproven } = difference;
  const asks = unproven && mend !== 'adopt' && mend !== 'mark-key-lost' && mend !== 'mark-key-returned';
  const close = () => {
    // Not earlier: the row that opened this dialog would disappear, and the dialog with it.
    if (work.isSuccess) onMended();
    onClose();
  };
  const about = {
    passkey: name ?? strings.keys.unnamed,
    user: user?.displayName ?? null,
    key: key?.product ?? strings.keys.unnamed,
  };
  const done = work.data;
  return (
    <AppDialog
      title={done === undefined ? words.titles[mend] : words.done}
      modalType="alert"
      action={
        done !== undefined || request === undefined
          ? undefined
          : { label: words.buttons[mend], disabled: asks && !accepted, onClick: () => work.mutate(request) }
      }
      closeLabel={done === undefined ? strings.cancel : strings.close}
      work={work}
      onClose={close}
    >
      {done === undefined && <Text>{words.texts[mend](about)}</Text>}
      {done === undefined && asks && (
        <>
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>{words.unprovenText}</MessageBarBody>
          </MessageBar>
          <Checkbox
            label={words.acceptUnproven}
            checked={accepted}
            onChange={(_, { checked }) => setAccepted(checked === true)}
          />
        </>
      )}
      {done !== undefined && <Text>{words.mended}</Text>}
      {done?.failure && <FailureMessage failure={done.failure} intent="warning" />}
    </AppDialog>
  );
}

import {
  Checkbox,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Spinner,
} from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ResetEvent } from '../../../contract/keys/management.ts';
import type { KeyDetails } from '../../../contract/keys/schema.ts';
import { api, client, queryClient } from '../../client/client.ts';
import { refreshAssignments } from '../../client/refreshAssignments.ts';
import { throwFailure } from '../../client/throwFailure.ts';
import { strings } from '../../strings.ts';
import { AppDialog } from '../../ui/dialog/AppDialog.tsx';
import { formatDate } from '../../ui/display/formatDate.ts';
import { keyName } from '../../ui/display/keyName.ts';
import { ErasedPasskeys } from './ErasedPasskeys.tsx';
import { KnownPasskeys } from './KnownPasskeys.tsx';
import { useUnfinishedOn } from './useUnfinishedOn.ts';

const words = strings.keyWork;

/** Resets a key: the person types its name, then unplugs, plugs in and touches the key, as the core reports it. Closing cancels. */
export function ResetDialog({ details, onClose }: { details: KeyDetails; onClose: () => void }) {
  const name = keyName(details);
  const [typed, setTyped] = useState('');
  const [event, setEvent] = useState<ResetEvent | null>(null);
  const running = useRef<AbortController>(null);
  const { entries, chosen, choose } = useUnfinishedOn(details);
  useEffect(() => () => running.current?.abort(), []);
  const work = useMutation({
    mutationFn: async () => {
      const abort = new AbortController();
      running.current = abort;
      const request = { keyId: details.id, confirm: details.product ?? details.id, unfinished: [...chosen] };
      for await (const told of await client.keys.reset(request, { signal: abort.signal })) {
        setEvent(told);
        throwFailure(told);
      }
    },
    onSettled: () => {
      void refreshAssignments();
      void queryClient.invalidateQueries({ queryKey: api.enrollment.unfinished.key() });
    },
  });
  return (
    <AppDialog
      title={words.resetTitle({ name })}
      // In practice mode the person must reach the panel of the practice key.
      modalType="non-modal"
      action={
        work.isSuccess
          ? undefined
          : { label: words.reset, disabled: typed.trim() !== name || work.isPending, onClick: () => work.mutate() }
      }
      closeLabel={work.isPending ? strings.cancel : strings.close}
      // A pending reset does not keep the dialog open: closing cancels it.
      work={{ isPending: false, error: work.error }}
      onClose={onClose}
    >
      {work.isIdle && (
        <>
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>
              <MessageBarTitle>{words.resetErases}</MessageBarTitle> {words.resetAdvice}{' '}
              {details.longTouchForReset === true && words.resetLong}
            </MessageBarBody>
          </MessageBar>
          <KnownPasskeys keyId={details.id} />
          {entries.map(({ enrollmentId, userPrincipalName, startedAt }) => (
            <Checkbox
              key={enrollmentId}
              label={words.resetUnfinished({ user: userPrincipalName, time: formatDate(startedAt) ?? startedAt })}
              checked={chosen.has(enrollmentId)}
              onChange={(_, { checked }) => choose(enrollmentId, checked === true)}
            />
          ))}
          <Field label={words.resetConfirm({ name })}>
            <Input value={typed} autoComplete="off" onChange={(_, data) => setTyped(data.value)} />
          </Field>
        </>
      )}
      <span aria-live="assertive">
        {work.isPending && event?.type === 'step' && <Spinner size="small" label={stepLabel(event)} />}
      </span>
      {work.isSuccess && (
        <MessageBar intent="success">
          <MessageBarBody>
            {event?.type === 'completed' && event.key === undefined ? words.resetDoneReplug : words.resetDone}
          </MessageBarBody>
        </MessageBar>
      )}
      {work.isSuccess && event?.type === 'completed' && <ErasedPasskeys revoked={event.revoked} />}
    </AppDialog>
  );
}

function stepLabel({ step, longTouch }: Extract<ResetEvent, { type: 'step' }>): string {
  return (longTouch === true ? words.resetLongSteps : words.resetSteps)[step];
}

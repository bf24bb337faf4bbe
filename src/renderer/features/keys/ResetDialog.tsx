import {
  Button,
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
import { strings } from '../../strings.ts';
import { formatDate } from '../../ui/formatDate.ts';
import { keyName } from '../../ui/keyName.ts';
import { forgetAssignments } from '../assignments/forget.ts';
import { ErasedPasskeys } from './ErasedPasskeys.tsx';
import { KeyDialog } from './KeyDialog.tsx';
import { KnownPasskeys } from './KnownPasskeys.tsx';
import { throwFailure } from './throwFailure.ts';
import { useUnfinishedOn } from './useUnfinishedOn.ts';

const words = strings.keyWork;

/** Erases a key: its name typed first, then out, in and touch, as the core sees them happen. Closing cancels. */
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
      void forgetAssignments();
      void queryClient.invalidateQueries({ queryKey: api.enrollment.unfinished.key() });
    },
  });
  return (
    <KeyDialog
      title={words.resetTitle(name)}
      handsOn
      onClose={onClose}
      error={work.error}
      closeLabel={work.isPending ? strings.cancel : strings.close}
      action={
        !work.isSuccess && (
          <Button
            appearance="primary"
            disabledFocusable={typed.trim() !== name || work.isPending}
            onClick={() => work.mutate()}
          >
            {words.reset}
          </Button>
        )
      }
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
              label={words.resetUnfinished(userPrincipalName, formatDate(startedAt) ?? startedAt)}
              checked={chosen.has(enrollmentId)}
              onChange={(_, { checked }) => choose(enrollmentId, checked === true)}
            />
          ))}
          <Field label={words.resetConfirm(name)}>
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
    </KeyDialog>
  );
}

function stepLabel({ step, longTouch }: Extract<ResetEvent, { type: 'step' }>): string {
  return (longTouch === true ? words.resetLongSteps : words.resetSteps)[step];
}

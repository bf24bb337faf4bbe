import { Button, MessageBar, MessageBarBody, Spinner, Text } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { wordsFor } from '../../../../contract/errors/words.ts';
import type { RecordState } from '../../../../contract/record/schema.ts';
import type { Settings } from '../../../../contract/settings/schema.ts';
import { commas } from '../../../../words/say.ts';
import { api } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { ConfirmDialog } from '../../../ui/dialog/ConfirmDialog.tsx';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { Facts } from '../../../ui/display/Facts.tsx';
import { formatDate } from '../../../ui/display/formatDate.ts';
import { ListTable } from '../../../ui/table/ListTable.tsx';
import { BringBack } from './BringBack.tsx';
import { ChangeForm } from './ChangeForm.tsx';
import { type AskedDesk, DeskDialog } from './DeskDialog.tsx';
import { fingerprintFact, secretColumns } from './deskSecrets.tsx';
import { EnrollAway } from './EnrollAway.tsx';
import { UpgradeRecord } from './UpgradeRecord.tsx';

/** How this desk stands with the record that it shares, and the desks that share it. */
export function SharedRecord({ state, settings }: { state: RecordState; settings: Settings }) {
  const words = strings.record;
  const check = useMutation(api.record.check.mutationOptions());
  const leave = useMutation(api.record.leave.mutationOptions());
  const [isLeaving, setIsLeaving] = useState(false);
  const [isChanging, setIsChanging] = useState(false);
  const [asked, setAsked] = useState<AskedDesk>();
  const different = check.data?.differences ?? [];
  const hasLost = state.trouble?.code === 'record-rewound';
  const facts = [
    { label: words.at, value: state.url, code: true },
    ...signInFact(state),
    ...fingerprintFact(state),
    { label: words.state, value: state.trouble === null ? words.reachable : wordsFor(state.trouble).message },
    ...(state.versions === null ? [] : [{ label: words.version, value: words.versions(state.versions) }]),
    ...(state.asOf === null ? [] : [{ label: words.asOf, value: formatDate(state.asOf) }]),
    ...(state.behind === null || hasLost
      ? []
      : [{ label: words.changes, value: words.behind({ count: state.behind }) }]),
    ...(state.unmerged === 0 ? [] : [{ label: words.ownRows, value: words.unmerged({ count: state.unmerged }) }]),
    ...(state.waiting === 0 ? [] : [{ label: words.log, value: words.waiting({ count: state.waiting }) }]),
  ];
  const columns = [
    {
      header: () => words.desk,
      cell: ({ name, isThis }: RecordState['desks'][number]) => (isThis ? words.thisDesk({ name }) : name),
    },
    {
      header: () => words.lastSeen,
      cell: ({ lastSeen }: RecordState['desks'][number]) => formatDate(lastSeen) ?? words.unknown,
      width: '11.5rem',
    },
    {
      header: () => words.version,
      cell: ({ version, standing }: RecordState['desks'][number]) =>
        standing === 'unknown' ? words.unknownDesk : words.standings[standing]({ version: version ?? '' }),
      width: '8rem',
    },
    {
      header: () => words.leads,
      cell: ({ leads }: RecordState['desks'][number]) => commas(leads.map(work => words.works[work])),
    },
    ...secretColumns(setAsked),
  ];
  return (
    <>
      <Facts facts={facts} />
      <BringBack hasLost={hasLost} />
      <UpgradeRecord isOlder={state.versions !== null && state.versions.record < state.versions.here} />
      {state.desks.length > 0 && (
        <>
          <ListTable label={words.desks} columns={columns} rows={state.desks} keyOf={({ id }) => id} />
          <Text>{words.secretsHint}</Text>
        </>
      )}
      <EnrollAway settings={settings} />
      {asked !== undefined && <DeskDialog asked={asked} onClose={() => setAsked(undefined)} />}
      <div>
        <Button disabledFocusable={check.isPending} onClick={() => !check.isPending && check.mutate()}>
          {words.check}
        </Button>{' '}
        <Button onClick={() => setIsChanging(true)}>{words.change}</Button>{' '}
        <Button onClick={() => setIsLeaving(true)}>{words.leave}</Button>
      </div>
      {isChanging && <ChangeForm state={state} onClose={() => setIsChanging(false)} />}
      {check.isPending && <Spinner size="tiny" label={words.checking} />}
      <CallFailure error={check.error} />
      {check.isSuccess && (
        <MessageBar intent={different.length === 0 ? 'success' : 'error'} role="status">
          <MessageBarBody>
            {different.length === 0
              ? words.equal({ rows: check.data.rows })
              : different.map(each => words.different(each)).join(' ')}
          </MessageBarBody>
        </MessageBar>
      )}
      {isLeaving && (
        <ConfirmDialog
          title={words.leaveTitle}
          action={words.leave}
          work={leave}
          onConfirm={() => leave.mutate()}
          onClose={() => setIsLeaving(false)}
        >
          {words.leaveHint}
        </ConfirmDialog>
      )}
    </>
  );
}

function signInFact({ signIn }: RecordState) {
  if (signIn === null) return [];
  const { kind, connection, certificateUntil } = signIn;
  const value = strings.record.signInIs({ kind, connection, time: formatDate(certificateUntil) ?? '' });
  return [{ label: strings.record.signIn, value }];
}

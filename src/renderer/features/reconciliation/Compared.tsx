import { MessageBar, MessageBarBody, Subtitle2 } from '@fluentui/react-components';
import { CheckmarkCircleRegular } from '@fluentui/react-icons';
import { wordsFor } from '../../../contract/errors/words.ts';
import type { Reconciliation } from '../../../contract/reconciliation/schema.ts';
import { strings } from '../../strings.ts';
import { EmptyState } from '../../ui/display/EmptyState.tsx';
import { DifferenceTable } from './DifferenceTable.tsx';
import type { KeyAccess } from './MendDialog.tsx';
import { PasskeyPlaces } from './PasskeyPlaces.tsx';

const words = strings.reconciliation;

/** The result of a comparison of one user or one key: the differences, and all passkeys side by side. */
export function Compared(props: {
  found: Reconciliation;
  ofOne?: boolean;
  access?: KeyAccess | undefined;
  onMended(): void;
}) {
  const { found, ofOne = false, access, onMended } = props;
  const { differences, passkeys } = found;
  return (
    <>
      <ComparedNotes found={found} />
      <Subtitle2 as="h2">{words.differences}</Subtitle2>
      {differences.length > 0 ? (
        <DifferenceTable
          differences={differences}
          label={words.differences}
          ofOne={ofOne}
          access={access}
          onMended={onMended}
        />
      ) : (
        <EmptyState Icon={CheckmarkCircleRegular} title={words.none} hint={words.noneHint} />
      )}
      {passkeys.length > 0 && (
        <>
          <Subtitle2 as="h2">{words.sideBySide}</Subtitle2>
          <PasskeyPlaces passkeys={passkeys} label={words.sideBySide} ofOne={ofOne} />
        </>
      )}
    </>
  );
}

/** What the comparison could not read. */
export function ComparedNotes({
  found: { unread, audit, more, keyInconsistent },
}: {
  found: Pick<Reconciliation, 'audit' | 'more' | 'keyInconsistent'> & {
    readonly unread: readonly Reconciliation['unread'][number][];
  };
}) {
  const lines = [
    ...(keyInconsistent ? [words.inconsistent] : []),
    ...unread.map(({ user, error }) => words.unread({ user, why: wordsFor(error).message })),
    ...(audit === null ? [] : [words.audit({ why: wordsFor(audit).message })]),
    ...(more === 0 ? [] : [words.more({ count: more })]),
  ];
  if (lines.length === 0) return null;
  return (
    <MessageBar intent="info" layout="multiline" role="status">
      <MessageBarBody>
        {lines.map(line => (
          <div key={line}>{line}</div>
        ))}
      </MessageBarBody>
    </MessageBar>
  );
}

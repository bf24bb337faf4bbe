import { Link, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { Overview } from '../../../contract/overview/schema.ts';
import { missingWords } from '../../../contract/overview/words.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';
import { formatDate } from '../../ui/display/formatDate.ts';
import { QuietText } from '../../ui/display/QuietText.tsx';
import { hrefOf } from '../../ui/page/route.ts';

const words = strings.overview;

/** How old the numbers are, what they miss, and what to do about it. */
export function ImportNotice({ overview: { at, timeZone, imported } }: { overview: Overview }) {
  const { usersAt, registrationsAt, missing, failure } = imported;
  const users = hrefOf({ page: 'users' });
  const lines = [
    words.readAt({ time: formatDate(at) ?? at, zone: timeZone }),
    ...(usersAt === null ? [] : [words.importedAt({ time: formatDate(usersAt) ?? usersAt })]),
    ...(registrationsAt === null
      ? []
      : [words.registrationsAt({ time: formatDate(registrationsAt) ?? registrationsAt })]),
  ];
  const others = missing.filter(part => part !== 'users');
  return (
    <>
      <QuietText size={200}>{lines.join(' ')}</QuietText>
      {failure !== null && <FailureMessage failure={failure} />}
      {usersAt === null ? (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{words.neverImported}</MessageBarTitle> {words.importHint}{' '}
            <Link href={users}>{words.toImport}</Link>
          </MessageBarBody>
        </MessageBar>
      ) : (
        others.length > 0 && (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>
              {others.map(part => missingWords[part]).join(' ')} <Link href={users}>{words.toImportAgain}</Link>
            </MessageBarBody>
          </MessageBar>
        )
      )}
    </>
  );
}

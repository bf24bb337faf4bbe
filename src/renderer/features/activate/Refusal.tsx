import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { detailLines } from '../../../contract/errors/causeWords.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import { told, stationWords as words } from './language.ts';

/**
 * A failure in the user's language, with its code for the helpdesk. SECURITY: does not show causes, which may name
 * servers and other people.
 */
export function Refusal({ failure }: { failure: Failure }) {
  const { message, next } = told(failure);
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{message}</MessageBarTitle> {next}
        <details>
          <summary>{words.details}</summary>
          {detailLines(failure).join(' · ')}
        </details>
      </MessageBarBody>
    </MessageBar>
  );
}

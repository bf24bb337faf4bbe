import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { detailLines } from '../../../contract/errors/causeWords.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import { told, useWords } from './language/language.ts';

/** A failure in the person's language, with its code for the helpdesk. SECURITY: causes may name servers and other people. */
export function Refusal({ failure }: { failure: Failure }) {
  const words = useWords();
  const { message, next } = told(words, failure);
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

import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { Failure } from '../../../contract/errors/failure.ts';
import { wordsFor } from '../../../contract/errors/words.ts';

/** Warnings of an enrollment that continues. */
export function RunWarnings({ warnings }: { warnings: readonly Failure[] }) {
  return warnings.map(warning => {
    const { message, next } = wordsFor(warning);
    return (
      <MessageBar key={warning.code} intent="warning" layout="multiline" role="status">
        <MessageBarBody>
          <MessageBarTitle>{message}</MessageBarTitle> {next}
        </MessageBarBody>
      </MessageBar>
    );
  });
}

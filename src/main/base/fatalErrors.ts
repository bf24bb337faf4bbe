import { causeLines } from '../../contract/errors/causeWords.ts';
import { type Failure, toFailure } from '../../contract/errors/failure.ts';
import { wordsFor } from '../../contract/errors/words.ts';
import { showHidden } from '../../contract/text/visibleText.ts';
import type { Language } from '../../words/say.ts';

/**
 * Ends the process with a message and exit code 1 after an unhandled error, instead of Node's stack trace. The state of
 * the process is unknown then, so it must not continue. Data on the disk survives a killed process.
 * @param tell Shows the failure to the person
 * @param end Ends the process. Default: at once
 */
export function onFatalError(tell: (failure: Failure) => void, end: () => void = () => process.exit(1)): void {
  let ending = false;
  const fatal = (error: unknown) => {
    // Showing the first error may cause a second one, which must not restart this.
    if (ending) return;
    ending = true;
    try {
      tell(toFailure(error));
    } finally {
      end();
    }
  };
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, fatal);
}

/**
 * Returns a failure as lines: what happened, what to do next, and each cause that says more, in parentheses. SECURITY:
 * a name from outside must not control a terminal, or reverse a sentence in a dialog.
 */
export function linesOf(failure: Failure, language?: Language): string[] {
  const { message, next } = wordsFor(failure, 'command', language);
  const causes = causeLines(failure, 'command', language).map(cause => `(${cause})`);
  return [message, next, ...causes].map(showHidden);
}

/**
 * Writes a failure to stderr, after the name of the process that it ended.
 * @param language Default: the one that this process speaks
 */
export function tellOnStderr(name: string, failure: Failure, language?: Language): void {
  process.stderr.write(
    linesOf(failure, language)
      .map(line => `${name}: ${line}\n`)
      .join(''),
  );
}

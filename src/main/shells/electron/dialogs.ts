import type { MessageBoxSyncOptions } from 'electron';
import { say, wordsOf } from '../../../words/say.ts';
import { type WindowUsageError, windowHelp } from '../windowArguments.mjs';

const words = wordsOf('desktop');

/** The index of the button that leaves the window. */
export const LEAVE = 1;

/** Returns the question whether to close a window although an enrollment is not finished. */
export function leaveQuestion(): MessageBoxSyncOptions {
  const { message, detail, stay, leave } = words.leave;
  return { type: 'warning', message, detail, buttons: [stay, leave], defaultId: 0, cancelId: 0 };
}

/** Returns the dialog about arguments that are wrong. */
export function notStarted({ code, text, meant }: WindowUsageError): { title: string; text: string } {
  const message = say(words.wrong[code], { text, meant });
  return { title: words.notStarted, text: `${message}\n\n${windowHelp('keydesk', words.options)}` };
}

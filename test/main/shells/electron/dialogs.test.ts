import { afterEach, describe, expect, test } from 'vitest';
import { leaveQuestion, notStarted } from '../../../../src/main/shells/electron/dialogs.ts';
import { parseWindowArguments, WindowUsageError, windowHelp } from '../../../../src/main/shells/windowArguments.mjs';
import { speak } from '../../../../src/words/say.ts';

afterEach(() => speak('en'));

function errorOf(args: readonly string[]): WindowUsageError {
  try {
    parseWindowArguments(args);
  } catch (error) {
    if (error instanceof WindowUsageError) return error;
  }
  throw new Error(`${args.join(' ')} is accepted`);
}

const wrong = [['--practise'], ['--zzzzzz'], ['practice'], ['zzzzzz'], ['--practice', '--no-practice'], ['--data', '']];

describe('the dialog about wrong options', () => {
  test.each(wrong)('says in English the same as the terminal: %s %s', (...args) => {
    const error = errorOf(args.filter(arg => arg !== undefined));
    expect(notStarted(error).text).toBe(`${error.message}\n\n${windowHelp('keydesk')}`);
  });

  test('is in the language that is spoken', () => {
    speak('de');
    const { title, text } = notStarted(errorOf(['--practise']));
    expect(title).toBe('Keydesk wurde nicht gestartet');
    expect(text).toContain('Die Option "--practise" ist nicht bekannt. Meinten Sie --practice?');
    expect(text).toContain('  --data DIR      Datenordner');
  });

  test('shows what Node says about other errors', () => {
    const error = errorOf(['--practice=yes']);
    expect(error.code).toBe('malformed');
    expect(notStarted(error).text).toContain(error.message);
  });
});

test('the question before a window is left is in the language that is spoken', () => {
  expect(leaveQuestion()).toMatchObject({ message: 'Leave this window?', buttons: ['Stay', 'Leave'] });
  speak('de');
  expect(leaveQuestion()).toMatchObject({ buttons: ['Bleiben', 'Verlassen'] });
});

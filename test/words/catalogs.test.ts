import type { Command } from 'commander';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import { de } from '../../src/words/de/index.ts';
import { en } from '../../src/words/en/index.ts';
import { argumentsOf, type Language, languages } from '../../src/words/say.ts';
import { messagesOf, sourceTexts, usageOfMessages } from './usage.ts';

const catalogs: Readonly<Record<Language, typeof de>> = { en, de };

/** The names that the type `Arguments` finds in a message (src/words/types.ts), found in the same way. */
function typedArguments(message: string): string[] {
  const names = message
    .split('{')
    .slice(1)
    .map(rest => {
      const plain = /^([^}]*)\}/.exec(rest)?.[1];
      if (plain !== undefined && isName(plain)) return plain;
      const typed = /^([\s\S]*?), (?:plural|select|selectordinal|number|date|time)/.exec(rest)?.[1];
      return typed !== undefined && isName(typed) ? typed : undefined;
    });
  return [...new Set(names.filter(name => name !== undefined))].sort();
}

function isName(text: string): boolean {
  const first = text.charAt(0);
  return text !== '' && first !== first.toUpperCase() && !/[ #,.…’{}:;]/.test(text);
}

function parsedArguments(message: string): string[] {
  return [...argumentsOf(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst())].sort();
}

const english = messagesOf(en);

describe.each(languages)('the messages of %s', language => {
  const own = new Map(messagesOf(catalogs[language]).map(({ path, message }) => [path, message]));

  test('name as many headings as English', () => {
    const headings = english.filter(({ message }) => message.split('|').length > 2);
    expect(headings.length).toBeGreaterThan(5);
    const columns = headings.map(({ path, message }) => [path, message.split('|').length]);
    expect(columns.map(([path]) => [path, own.get(String(path))?.split('|').length])).toEqual(columns);
  });

  test('are all there, and none is empty', () => {
    expect([...own.keys()].sort()).toEqual(english.map(({ path }) => path).sort());
    for (const [path, message] of own) expect([path, message.trim()]).not.toEqual([path, '']);
  });

  test('are valid, and name the same facts as the English ones', () => {
    const wrong = english.filter(({ path, message }) => {
      const names = parsedArguments(own.get(path) ?? '');
      return names.join() !== parsedArguments(message).join();
    });
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  test('have straight quotation marks only where code is quoted', () => {
    const straight = [...own].filter(([, message]) => /(?<=\p{L})'|'(?=\p{L})/u.test(message));
    expect(straight.map(([path]) => path)).toEqual([]);
  });
});

/** Errors that only a window meets: they are about the window itself, or about a PIN that it keeps. */
const OF_WINDOWS = ['unauthorized', 'keydesk-ended', 'keydesk-replaced', 'connection-lost', 'mode-busy', 'pin-unseen'];

/** Returns the names of pages, tabs and buttons that errors send people to. */
function labelsOf({ window, userPage, unfinished, keyWork, connectionsPage, ...pages }: typeof de): string[] {
  const { label: _, skip: __, ...nav } = window.nav;
  const buttons = [
    unfinished.finish,
    keyWork.credentials,
    keyWork.fingerprints,
    keyWork.reset,
    pages.enrollPage.showPin,
  ];
  const titles = [connectionsPage, pages.connectionCheck, pages.metadataPage].map(({ title }) => title);
  return [...Object.values(nav), ...Object.values(userPage.tabs), ...buttons, ...titles];
}

/** Texts that send a reader to a place in the window. English names places without quotation marks. */
const PLACES: Readonly<Record<Language, (labels: string) => RegExp>> = {
  en: labels =>
    new RegExp(
      `(under|[Ss]ee|[Oo]pen|[Cc]hoose|[(]|,) (${labels})\\b|Check connection|Unfinished enr|\\btab\\b|Refresh|list$`,
    ),
  de: labels => new RegExp(`„(${labels}|Nicht abgeschlossene .*)“|Registerkarte|Aktualisieren Sie die Liste`),
};

describe.each(languages)('errors on the command line in %s', language => {
  const { errors } = catalogs[language];
  const ofCommands = Object.entries<Readonly<Record<string, string>>>(errors)
    .filter(([code]) => !OF_WINDOWS.includes(code))
    .map(([code, { message = '', next = '', command = next }]) => ({ code, text: `${message} ${command}` }));
  const place = PLACES[language](labelsOf(catalogs[language]).join('|'));

  test('send nobody to a place in the window', () => {
    expect(ofCommands.filter(({ text }) => place.test(text))).toEqual([]);
  });

  test('which the texts of the window do', () => {
    const sent = Object.values<Readonly<Record<string, string>>>(errors).filter(({ next = '' }) => place.test(next));
    expect(sent.length).toBeGreaterThan(20);
  });

  test('have no typographic quotation marks around what goes into a shell', () => {
    const values = messagesOf(catalogs[language]).filter(({ message }) => /--[a-z-]+[ =][“”„‚‘’«»]/.test(message));
    expect(values).toEqual([]);
  });

  test('name commands that exist', () => {
    const named = messagesOf(catalogs[language]).flatMap(({ message }) => commandsIn(message));
    expect(named.length).toBeGreaterThan(50);
    expect([...new Set(named)].filter(name => !known.includes(name))).toEqual([]);
  });
});

/** All commands, such as `connection sign-in`, without the names of groups alone. */
const program = buildProgram();
const known = program.commands.flatMap(function pathsOf(command: Command): string[] {
  if (command.commands.length === 0) return [command.name()];
  // A group that takes options of its own can be called itself.
  const callable = command.options.some(({ long }) => !program.options.some(shared => shared.long === long));
  const below = command.commands.flatMap(pathsOf).map(path => `${command.name()} ${path}`);
  return callable ? [...below, command.name()] : below;
});

/** Returns what a message names after `keydesk`: a command without the words that follow, or all words if there is none. */
function commandsIn(message: string): string[] {
  return [...message.matchAll(/\bkeydesk ([a-z]+(?:[ -][a-z]+)*)/g)].map(([, words = '']) => {
    return known.find(path => words === path || words.startsWith(`${path} `)) ?? words;
  });
}

/** Numbers that are never one, such as the pages of an endless list and the bytes of a name. */
const NEVER_ONE = [
  'causes.hid-message-too-long',
  'errors.graph-paging-stuck.message',
  'errors.list-too-long.message',
  'errors.logo-unusable.next',
  'inputDetails.finger-name',
  'window.print.cut',
];

describe('numbers', () => {
  const plural = (message: string, name: string | undefined) => message.includes(`{${name}, plural,`);

  test('before a noun have a plural', () => {
    const wrong = english.filter(({ message }) =>
      [...message.matchAll(/\{(\w+)(?:, number)?\} (?:more )?[a-z]+s\b/g)].some(
        ([text, name]) =>
          !/\} (is|has|does|was|s|as|this)$/.test(text) && isNumber(message, name) && !plural(message, name),
      ),
    );
    expect(wrong.map(({ path }) => path).sort()).toEqual(NEVER_ONE);
  });

  test.each(languages)('have a plural in %s where they have one in English', language => {
    const own = new Map(messagesOf(catalogs[language]).map(({ path, message }) => [path, message]));
    const wrong = english.filter(({ path, message }) =>
      [...message.matchAll(/\{(\w+), plural,/g)].some(([, name]) => !plural(own.get(path) ?? '', name)),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});

/** Whether an argument is a number: by its form, or by its name. */
function isNumber(message: string, name = ''): boolean {
  return message.includes(`{${name}, number`) || /^(count|length|limit|most|entries|pages|minutes|seconds)$/.test(name);
}

test('the compiler knows the facts of every message', () => {
  const wrong = english.filter(({ message }) => typedArguments(message).join() !== parsedArguments(message).join());
  expect(wrong).toEqual([]);
});

/** Areas with the words of codes in errors, which many files send as text. A name that any of them has counts as used. */
const byCode = ['causes', 'inputDetails', 'inputFaults', 'pinWeaknesses', 'reasons', 'usageDetails'];

describe('every message is used', () => {
  test('in code that the compiler finds', () => {
    const { messages, unused } = usageOfMessages();
    expect(messages.length).toBe(english.length);
    expect(unused).toEqual([]);
  });

  test('which the compiler also finds out for ordinary names', () => {
    const planted = "  open: 'Open',\n  close: 'Close',\n";
    const { messages, unused } = usageOfMessages((_, text) => text.replaceAll(/= \{\n/g, `$&${planted}`));
    const known = english.map(({ path }) => path);
    const added = messages.filter(path => !known.includes(path));
    expect(added.length).toBeGreaterThan(100);
    const missed = added.filter(path => !unused.includes(path));
    expect(missed.map(path => path.split('.').slice(0, -1).join('.')).filter(area => !byCode.includes(area))).toEqual(
      [],
    );
  });
});

test.each(languages.filter(language => language !== 'en'))('what has several words differs in %s', language => {
  const own = new Map(messagesOf(catalogs[language]).map(({ path, message }) => [path, message]));
  const same = english.filter(({ path, message }) => isSentence(message) && own.get(path) === message);
  expect(same.map(({ path }) => path)).toEqual([]);
});

/** Whether there are words beside the facts and the names of products. */
function isSentence(message: string): boolean {
  const plain = message.replaceAll(
    /\{\w+(, number[^}]*)?\}|Microsoft|Entra ID|Authenticator|Windows Hello|Keydesk|21Vianet/g,
    '',
  );
  return /\p{L}{3}[^\p{L}]+\p{L}{3}/u.test(plain);
}

test('parameters of errors hold codes, and every code has its words', () => {
  const known: readonly string[] = [en.inputDetails, en.usageDetails, en.reasons].flatMap(Object.keys);
  const found = sourceTexts().flatMap(text =>
    [...text.matchAll(/\b(?:detail|reason): '([^']*)'/g)].map(match => match[1]),
  );
  const prose = found.filter(code => code !== undefined && / /.test(code) && !known.includes(code));
  expect(prose).toEqual([]);
  const details = sourceTexts().flatMap(text => [...text.matchAll(/KeydeskError\([^)]*detail: '([^']*)'/g)]);
  for (const [, code] of details) expect(known).toContain(code);
  expect(details.length).toBeGreaterThan(20);
});

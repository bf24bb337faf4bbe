import type { Command } from 'commander';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { hasCode, toFailure } from '../../contract/errors/failure.ts';
import { wordsFor } from '../../contract/errors/words.ts';
import {
  MAX_CERTIFICATE_FILE,
  type RecordJoined,
  type RecordRequest,
  type RecordState,
  type RecordUpgraded,
} from '../../contract/record/schema.ts';
import { unequalError } from '../../contract/record/unequal.ts';
import { enrollAwaySettings } from '../../contract/settings/schema.ts';
import { MAX_PEM_FILE } from '../../contract/text/pem.ts';
import { timeText } from '../../contract/text/times.ts';
import { decodePem } from '../../main/base/decodeText.ts';
import { readWithin } from '../../main/base/readAtMost.ts';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { defined } from '../defined.ts';
import { print, printFailure } from '../output.ts';
import { readPin } from '../pinInput.ts';
import { table } from '../table.ts';
import { argumentOf, flag, type Given, needed, notWith, text } from '../takes.ts';
import { deskLines, fingerprintLines } from './recordDeskRows.ts';
import { addRecordDesks } from './recordDesks.ts';

const words = wordsOf('commands').record;

/** Adds `keydesk record show`, `create`, `join`, `change`, `check`, `upgrade`, `bring-back`, `roles` and `leave`. */
export function addRecord(program: Command): void {
  const record = program.command('record').description(words.description);

  addCommand(record, 'show', words.show, {}, async ({ client, json }) => {
    const { url, ...state } = await client.record.show();
    print(json, { ok: true, record: { ...state, url } }, () => stateLines({ ...state, url }));
  });

  addCommand(record, 'create', words.create, { takes: takesRecord() }, async ({ client, json, signal }, given) => {
    const made = await client.record.create(await requestOf(given, signal));
    print(json, { ok: true, ...made }, () => [words.created({ rows: made.rows }), words.restart]);
  });

  addCommand(record, 'join', words.join, { takes: takesRecord() }, async ({ client, json, signal }, given) => {
    const joined = await client.record.join(await requestOf(given, signal));
    print(json, { ok: true, ...joined }, () => [...joinedLines(joined), words.restart]);
  });

  const passwordFile = notWith('passwordStdin', notWith('entra', notWith('certificate', flag(words.passwordFile))));
  const takesChange = { url: text('<url>', words.newUrl), ...takesSignIn(), passwordFile };
  addCommand(record, 'change', words.change, { takes: takesChange }, async ({ client, json, signal }, given) => {
    if (Object.keys(given).length === 0) throw new KeydeskError('usage', { detail: 'record-change' });
    const { url } = await client.record.change(
      defined({
        url: given.url,
        ...(await signInOf(given, signal)),
        ...(given.passwordFile === true ? { passwordFile: true as const } : {}),
      }),
    );
    print(json, { ok: true, url }, () => [words.changed, words.restart]);
  });

  const takesAway = { setting: argumentOf(enrollAwaySettings) };
  addCommand(record, 'away', words.setAway, { takes: takesAway }, async ({ client, json }, { setting }) => {
    const { enrollAway } = await client.settings.set({ enrollAway: setting });
    print(json, { ok: true, enrollAway }, () => [enrollAway === 'allowed' ? words.awayAllowed : words.awayRefused]);
  });

  addCommand(record, 'check', words.check, {}, async ({ client, json }) => {
    const { revision, rows, differences } = await client.record.check();
    if (differences.length > 0) {
      process.exitCode = 1;
      return printFailure(json, toFailure(unequalError(differences)), { revision, rows, differences });
    }
    print(json, { ok: true, revision, rows, differences }, () => [words.equal({ rows, revision })]);
  });

  const takesUpgrade = { url: text('<url>', words.ownerUrl), ...takesSignIn() };
  addCommand(record, 'upgrade', words.upgrade, { takes: takesUpgrade }, async ({ client, json, signal }, given) => {
    const upgraded = await client.record.upgrade(defined({ url: given.url, ...(await signInOf(given, signal)) }));
    print(json, { ok: true, ...upgraded }, () => upgradedLines(upgraded));
  });

  addCommand(record, 'bring-back', words.bringBack, {}, async ({ client, json }) => {
    const { rows, refused, copy } = await client.record.bringBack();
    print(json, { ok: true, rows, refused, copy }, () => [
      words.broughtBack({ rows }),
      ...(refused === 0 ? [] : [words.refused({ count: refused })]),
      ...(copy === null ? [] : [words.copy({ file: copy })]),
    ]);
  });

  addCommand(record, 'roles', words.roles, {}, async ({ client, json }) => {
    const { sql } = await client.record.roles();
    print(json, { ok: true, sql }, () => sql.trimEnd().split('\n'));
  });

  addCommand(record, 'leave', words.leave, {}, async ({ client, json }) => {
    const { left, told } = await client.record.leave();
    print(json, { ok: true, left, told }, () => [words.left, ...(told ? [] : [words.untold]), words.restart]);
  });

  addRecordDesks(record);
}

function takesRecord() {
  return { url: needed('<url>', words.url), ...takesSignIn(), name: text('<name>', words.name) };
}

function takesSignIn() {
  return {
    passwordStdin: flag(words.passwordStdin),
    entra: notWith('passwordStdin', flag(words.entra)),
    certificate: notWith('passwordStdin', notWith('entra', text('<file>', words.certificate))),
    passphraseStdin: flag(words.passphraseStdin),
    ca: text('<file>', words.ca),
  };
}

type GivenSignIn = Given<ReturnType<typeof takesSignIn>>;

async function requestOf({ url, name, ...given }: Given<ReturnType<typeof takesRecord>>, signal: AbortSignal) {
  return defined({ url, name, ...(await signInOf(given, signal)) }) as RecordRequest;
}

async function signInOf(given: GivenSignIn, signal: AbortSignal): Promise<Omit<RecordRequest, 'url' | 'name'>> {
  const { passwordStdin, entra, certificate, passphraseStdin, ca } = given;
  if (passphraseStdin === true && certificate === undefined)
    throw new KeydeskError('usage', { detail: 'record-passphrase' });
  // SECURITY: other users of the computer can read arguments, so secrets come by standard input.
  const read = (isGiven: boolean | undefined) => (isGiven === true ? readPin(process.stdin, signal) : undefined);
  return defined({
    password: await read(passwordStdin),
    entra: entra === true ? entra : undefined,
    certificate:
      certificate === undefined
        ? undefined
        : defined({ file: base64Of(certificate), passphrase: await read(passphraseStdin) }),
    ca: ca === undefined ? undefined : pemOf(ca),
  }) as Omit<RecordRequest, 'url' | 'name'>;
}

function base64Of(file: string): string {
  try {
    return Buffer.from(readWithin(file, MAX_CERTIFICATE_FILE)).toString('base64');
  } catch (cause) {
    throw new KeydeskError('record-certificate-unusable', { reason: 'file-unreadable', file }, { cause });
  }
}

function pemOf(file: string): string {
  try {
    return decodePem(readWithin(file, MAX_PEM_FILE));
  } catch (cause) {
    const reason = hasCode(cause, 'invalid-input') ? 'file-not-text' : 'file-unreadable';
    throw new KeydeskError('record-ca-unusable', { reason, file }, { cause });
  }
}

function joinedLines({ own, added, known }: RecordJoined): string[] {
  const left = own - added - known;
  return [
    words.joined,
    ...(own === 0 ? [] : [words.merged({ added, known })]),
    ...(left === 0 ? [] : [words.unmerged({ count: left })]),
  ];
}

function upgradedLines({ from, to, writesFrom, rows, ungranted }: RecordUpgraded): string[] {
  if (from === to) return [words.upToDate({ version: to })];
  return [
    words.upgraded({ from, to, rows }),
    writesFrom < to ? words.olderWrite : words.olderRead,
    ...(ungranted.length === 0 ? [] : [words.ungranted({ tables: ungranted.join(', ') })]),
  ];
}

function stateLines(state: RecordState): string[] {
  const { kind, url, reachable, trouble, versions, desks, behind, asOf, waiting, unmerged, enrollAway } = state;
  if (kind === 'embedded') return [words.embedded];
  const facts = table([
    [words.at, url ?? ''],
    ...signInLines(state),
    ...fingerprintLines(state),
    [words.state, stateOf(state)],
    ...(reachable && trouble !== null ? [['', wordsFor(trouble, 'command').next ?? '']] : []),
    ...(versions === null ? [] : [[words.version, words.versions(versions)]]),
    ...(asOf === null ? [] : [[words.asOf, timeText(asOf)]]),
    ...(behind === null ? [] : [['', words.behind({ count: behind })]]),
    ...(waiting === 0 ? [] : [['', words.waiting({ count: waiting })]]),
    ...(unmerged === 0 ? [] : [['', words.unmerged({ count: unmerged })]]),
    [words.enrollAway, words.enrollAwayIs({ setting: enrollAway })],
  ]);
  return desks.length === 0 ? facts : [...facts, '', ...deskLines(desks)];
}

function stateOf({ reachable, trouble }: RecordState): string {
  if (trouble === null) return words.reachable;
  return reachable ? words.onlyRead({ message: trouble.message }) : words.away({ message: trouble.message });
}

function signInLines({ signIn }: RecordState): string[][] {
  if (signIn === null) return [];
  const { kind, connection, certificateUntil, endsSoon } = signIn;
  const time = certificateUntil === null ? '' : timeText(certificateUntil);
  return [
    [words.signIn, words.signInIs({ kind, connection, time })],
    ...(endsSoon ? [['', words.certificateEnds]] : []),
  ];
}

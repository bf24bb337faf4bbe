import type { Command } from 'commander';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { MAX_LOGO, MAX_LOGO_SIDE, papers } from '../../contract/handover/schema.ts';
import { readAtMost } from '../../main/base/readAtMost.ts';
import { sizeText, wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { defined } from '../defined.ts';
import { print } from '../output.ts';
import type { Session } from '../session.ts';
import { table } from '../table.ts';
import { flag, notWith, oneOf, text } from '../takes.ts';

const words = wordsOf('organizationCommands');

/** Adds `keydesk organization show` and `set`: what hand-over sheets say about the organization. */
export function addOrganization(program: Command): void {
  const organization = program.command('organization').description(words.description);
  addCommand(organization, 'show', words.show, {}, show);
  const takes = {
    name: text('<name>', words.name),
    contact: text('<text>', words.contact),
    logo: text('<file>', words.logo),
    removeLogo: notWith('logo', flag(words.removeLogo)),
    mailText: text('<text>', words.mailText),
    chatText: text('<text>', words.chatText),
    pinPrinter: text('<name>', words.pinPrinter),
    pinPaper: oneOf('<paper>', words.pinPaper, papers),
  };
  addCommand(organization, 'set', words.set, { takes }, async (session, given) => {
    const { name, contact, logo, removeLogo, mailText, chatText, pinPaper } = given;
    const pinPrinter = given.pinPrinter === undefined ? undefined : await printerOf(session, given.pinPrinter);
    const texts = { organizationName: name, organizationContact: contact, mailText, chatText };
    const change = defined({ ...texts, pinPrinter, pinPaper });
    const content = logo === undefined ? undefined : (await logoOf(logo)).toString('base64');
    if (Object.keys(change).length > 0) await session.client.settings.set(change);
    if (content !== undefined) await session.client.handover.setLogo({ content });
    if (removeLogo === true) await session.client.handover.setLogo(null);
    await show(session);
  });
}

async function show({ client, json }: Session): Promise<void> {
  const [settings, logo] = await Promise.all([client.settings.get(), client.handover.logo()]);
  const { organizationName: name, organizationContact: contact, mailText, chatText, pinPrinter, pinPaper } = settings;
  const size = logo === null ? null : Buffer.byteLength(logo.content, 'base64');
  const organization = {
    name,
    contact,
    logo: size === null ? null : { size },
    mailText,
    chatText,
    pinPrinter,
    pinPaper,
  };
  print(json, { ok: true, organization }, () =>
    table([
      [words.nameLabel, name || words.none],
      [words.contactLabel, contact.split('\n').join(' ') || words.none],
      [words.logoLabel, size === null ? words.none : sizeText(size)],
      [words.mailTextLabel, mailText.split('\n').join(' ') || words.none],
      [words.chatTextLabel, chatText.split('\n').join(' ') || words.none],
      [words.printerLabel, pinPrinter ?? words.none],
    ]),
  );
}

/** Returns a printer of this computer; null for an empty name. @throws KeydeskError printer-not-found */
async function printerOf({ client }: Session, name: string): Promise<string | null> {
  if (name === '') return null;
  if (!(await client.handover.printers()).includes(name))
    throw new KeydeskError('printer-not-found', { printer: name });
  return name;
}

/** @throws KeydeskError logo-unusable */
async function logoOf(file: string): Promise<Buffer> {
  const content = await readAtMost(file, MAX_LOGO).catch(cause => {
    throw new KeydeskError('logo-unusable', { reason: 'file-unreadable', file, side: MAX_LOGO_SIDE }, { cause });
  });
  if (content.length > MAX_LOGO) throw new KeydeskError('logo-unusable', { reason: 'logo-large', side: MAX_LOGO_SIDE });
  return content;
}

import type { BatchRow } from '../../../contract/batches/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import {
  type Message,
  type MessageKind,
  type MessageRequest,
  messageParts,
} from '../../../contract/handover/schema.ts';
import { type SheetLanguage, sheetWords } from '../../../words/saySheets.ts';
import type { HandoverContext } from './context.ts';
import { chosenRows, isDone, pinsOf, recordPins } from './rows.ts';
import { userLanguages } from './userLanguages.ts';

type Part = (typeof messageParts)[number];

const PLACEHOLDER = new RegExp(`\\{(${messageParts.join('|')})\\}`, 'g');

/**
 * Returns a message to the user of a row: the text of the settings, or else that of Keydesk in the user's language. Writes an entry in the
 * activity log before it returns a PIN.
 * @throws KeydeskError batch-not-found, batch-row-not-found, handover-empty if the row has no key, handover-pins-gone, batch-pin-sealed
 */
export async function messageFor(
  context: HandoverContext,
  { id, rowId, kind, fallback }: MessageRequest,
): Promise<Message> {
  const { name: batch } = await context.batches.get(id);
  const [row] = (await chosenRows(context, id, [rowId])).filter(isDone);
  if (row === undefined) throw new KeydeskError('handover-empty');
  const language = (await userLanguages(context, [row])).get(row.id) ?? fallback;
  const { mailText, chatText } = context.settings();
  const text = { mail: mailText, chat: chatText }[kind].trim() || usualText(kind, language, row);
  const hasPin = text.includes('{pin}');
  const pin = hasPin ? (await pinsOf(context, [row])).get(row.id) : undefined;
  if (hasPin) await recordPins(context, 'batch-pin-copied', [row], { batch, message: kind });
  const values = valuesOf(context, row, pin);
  return { text: text.replaceAll(PLACEHOLDER, (_, part: Part) => values[part]), language, hasPin };
}

function valuesOf({ settings }: HandoverContext, { user, typed, key }: BatchRow, pin = ''): Record<Part, string> {
  const { organizationName, organizationContact } = settings();
  return {
    name: user?.displayName ?? typed,
    account: user?.userPrincipalName ?? typed,
    key: key?.product ?? '',
    serial: key?.serial ?? '',
    pin,
    organization: organizationName,
    contact: organizationContact.trim(),
  };
}

/** Returns Keydesk's own text. SECURITY: the PIN is not in the message that tells about the key. */
function usualText(kind: MessageKind, language: SheetLanguage, { key }: BatchRow): string {
  const words = sheetWords(language);
  if (kind === 'chat') return [words.pinOf, '{pin}', words.pinBlocks].join('\n');
  const facts = [
    `${words.account}: {account}`,
    ...(key?.product ? [`${words.key}: {key}`] : []),
    ...(key?.serial ? [`${words.serial}: {serial}`] : []),
  ];
  const steps = [words.first1, words.first2, words.first3].map((step, n) => `${n + 1}. ${step}`);
  const ways = [words.changeWindows, words.changeOthers, words.changeAdvice].map(way => `- ${way}`);
  const blocks = [
    ['{name}'],
    [words.intro],
    facts,
    [words.first, ...steps],
    [words.change, ...ways],
    [words.help, '{contact}'],
    ['{organization}'],
  ];
  return blocks.map(lines => lines.join('\n')).join('\n\n');
}

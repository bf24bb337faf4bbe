import { z } from 'zod';
import { languages } from '../../words/say.ts';
import { sheetLanguages } from '../../words/saySheets.ts';
import { MAX_ROWS } from '../batches/schema.ts';
import { reference } from '../text/pasted.ts';

/** Where the PIN of a user is: on a folded sheet of its own, on the sheet of the key, or on no sheet. */
export const pinPlaces = ['separate', 'same', 'none'] as const;

/** The paper of the sheets. `label62` is a continuous roll, 62 mm wide. */
export const papers = ['a4', 'letter', 'label62'] as const;
export type Paper = (typeof papers)[number];

/** The fewest characters of a passphrase for a file with PINs. */
export const MIN_PASSPHRASE = 12;

/** A passphrase or PEM text as a person gave it. The core checks it. */
const passphrase = z.string().max(1024);

/** Only these rows of the batch. */
const chosenRows = z.array(reference(64)).min(1).max(MAX_ROWS).optional();

/** What happens to rows whose PIN is not kept: the whole file is refused, or it has these rows without a PIN. */
export const missingPinChoices = ['refuse', 'without'] as const;
export type MissingPins = (typeof missingPinChoices)[number];
const missingPins = z.enum(missingPinChoices).default('refuse');

export const sheetsRequestSchema = z.object({
  id: reference(64),
  /** Default: all rows that are done; with PINs, those that were not handed over yet. */
  rowIds: chosenRows,
  pins: z.enum(pinPlaces).default('none'),
  missingPins,
  paper: z.enum(papers).default('a4'),
  /** The language of all sheets. Default: that of each user, and `fallback` for users without one. */
  language: z.enum(sheetLanguages).optional(),
  fallback: z.enum(sheetLanguages).default('en'),
  /** SECURITY: sheets with PINs exist only encrypted. */
  passphrase: passphrase.optional(),
});
export type SheetsRequest = z.infer<typeof sheetsRequestSchema>;

export const batchExportFormats = ['csv', 'xlsx', 'pdf'] as const;

/**
 * A list of the rows of a batch. With `protection`, it has the PINs of rows that were not handed over yet. Then a PDF with a passphrase is
 * encrypted itself, and everything else is a CMS message (RFC 5652) in DER.
 */
export const batchExportRequestSchema = z.object({
  id: reference(64),
  rowIds: chosenRows,
  format: z.enum(batchExportFormats),
  missingPins,
  language: z.enum(languages).default('en'),
  protection: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('passphrase'), passphrase }),
      /** The recipient's certificate (X.509) in PEM. */
      z.object({ kind: z.literal('certificate'), pem: z.string().max(100_000) }),
    ])
    .optional(),
});
export type BatchExportRequest = z.infer<typeof batchExportRequestSchema>;
export type Protection = NonNullable<BatchExportRequest['protection']>;

/** The messages that a desk sends to a user. `mail` tells about the key, `chat` tells the PIN, as long as nobody has changed the texts. */
export const messageKinds = ['mail', 'chat'] as const;
export type MessageKind = (typeof messageKinds)[number];

/** The placeholders of a message's text. */
export const messageParts = ['name', 'account', 'key', 'serial', 'pin', 'organization', 'contact'] as const;

export const messageRequestSchema = z.object({
  id: reference(64),
  rowId: reference(64),
  kind: z.enum(messageKinds),
  /** For a user without a preferred language. */
  fallback: z.enum(sheetLanguages).default('en'),
});
export type MessageRequest = z.infer<typeof messageRequestSchema>;

/** A message to a user. `hasPin`: it has the PIN, and must not stay on a clipboard. */
export const messageSchema = z.object({ text: z.string(), language: z.enum(sheetLanguages), hasPin: z.boolean() });
export type Message = z.infer<typeof messageSchema>;

/** The largest logo, in bytes, and the longest side, in pixels. */
export const MAX_LOGO = 1024 * 1024;
export const MAX_LOGO_SIDE = 2000;

/** A PNG or JPEG file, in base64. */
export const logoSchema = z.object({ content: z.base64().max(Math.ceil((MAX_LOGO + 1024) / 3) * 4) });
export type Logo = z.infer<typeof logoSchema>;

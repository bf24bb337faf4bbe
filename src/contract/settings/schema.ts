import { z } from 'zod';
import { languages } from '../../words/say.ts';
import { connectionSchema } from '../connections/schema.ts';
import { papers } from '../handover/schema.ts';
import { weakPinSettings } from '../keys/weakPin.ts';

/** The purpose of the window of this computer. */
export const stationSchema = z.enum(['desk', 'activation']);

/** Whether enrollments may begin while the shared record is away. */
export const enrollAwaySettings = ['refused', 'allowed'] as const;

/** Settings that a person may change. Never a secret: a token stays in memory. */
export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** The language of the window. The command line and the browser page of a sign-in use the caller's language. */
  language: z.enum(['system', ...languages]),
  /** The purpose of this computer, from the next start on. */
  station: stationSchema,
  /** Minutes between automatic imports of the directory; null for none. */
  importEvery: z.number().int().min(5).max(1440).nullable(),
  /** What happens if a person chooses a PIN that is easy to guess. */
  weakPins: z.enum(weakPinSettings),
  /** Whether enrollments may begin while the shared record is away. Nobody checks then what other desks have done meanwhile. */
  enrollAway: z.enum(enrollAwaySettings),
  /** Number of digits of the random PIN that was last chosen for a new key; null if a person typed its PIN. */
  pinDigits: z.number().int().min(4).max(63).nullable(),
  /** The name of the organization on the sheets that users get, and whom they call. */
  organizationName: z.string().max(500),
  organizationContact: z.string().max(500),
  /** The texts of messages to users, with `messageParts` in braces; empty for those of Keydesk in the user's language. */
  mailText: z.string().max(4000),
  chatText: z.string().max(4000),
  /** The printer that PINs go to, and its paper; null for none. */
  pinPrinter: z.string().max(256).nullable(),
  pinPaper: z.enum(papers),
  /** Whether the run screen of batches plays sounds. */
  runSounds: z.boolean(),
  /** Whether the run screen of batches shows states in color, besides symbols and words. */
  runColors: z.boolean(),
  connections: z.array(connectionSchema),
  /** Id of the current connection. */
  currentConnection: z.string().nullable(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Omitted members do not change. Other procedures change connections. */
export const settingsChangeSchema = settingsSchema.omit({ connections: true, currentConnection: true }).partial();
export type SettingsChange = z.infer<typeof settingsChangeSchema>;

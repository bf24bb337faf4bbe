import { z } from 'zod';
import { languages } from '../../words/say.ts';
import { connectionSchema } from '../connections/schema.ts';
import { weakPinSettings } from '../keys/weakPin.ts';

/** What the window of this computer is for. */
export const stationSchema = z.enum(['desk', 'activation']);

/** Settings a person may change. Never a secret: a token stays in memory. */
export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** Of the window. The command line and the browser of a sign-in follow who calls. */
  language: z.enum(['system', ...languages]),
  /** What this computer is for, from the next start on. */
  station: stationSchema,
  /** Minutes between the imports of the directory that run by themselves; null for none. */
  importEvery: z.number().int().min(5).max(1440).nullable(),
  /** What happens where a person chooses a PIN that is easy to guess. */
  weakPins: z.enum(weakPinSettings),
  /** Digits of the random PIN that was chosen last for a new key; null where its PIN was to be typed. */
  pinDigits: z.number().int().min(4).max(63).nullable(),
  connections: z.array(connectionSchema),
  /** Id of the connection that is worked on. */
  currentConnection: z.string().nullable(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Any of them; members left out stay as they are. Connections are changed by procedures of their own. */
export const settingsChangeSchema = settingsSchema.omit({ connections: true, currentConnection: true }).partial();
export type SettingsChange = z.infer<typeof settingsChangeSchema>;

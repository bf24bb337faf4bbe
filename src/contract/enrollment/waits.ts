import { z } from 'zod';

/** Why Keydesk waits before it asks Microsoft Graph again. */
export const waitReasonSchema = z.enum(['throttled', 'unreachable', 'timeout', 'unavailable']);
export type WaitReason = z.infer<typeof waitReasonSchema>;

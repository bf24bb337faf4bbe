import { z } from 'zod';

/** Why Keydesk waits before it retries a request to Microsoft Graph. */
export const waitReasonSchema = z.enum(['throttled', 'unreachable', 'timeout', 'unavailable']);
export type WaitReason = z.infer<typeof waitReasonSchema>;

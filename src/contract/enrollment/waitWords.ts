import type { WaitReason } from './waits.ts';

/** What is wrong while Keydesk waits, without a full stop. */
export const waitWords: Record<WaitReason, string> = {
  throttled: 'Microsoft Graph has too many requests and asks to wait',
  unreachable: 'Microsoft Graph cannot be reached',
  timeout: 'Microsoft Graph did not answer in time',
  unavailable: 'Microsoft Graph has a problem at the moment',
};

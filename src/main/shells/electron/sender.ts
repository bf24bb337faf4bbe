/** The scheme and the only host of the window's pages. */
export const APP_SCHEME = 'keydesk';
export const APP_ORIGIN = `${APP_SCHEME}://app`;

/** The members of a WebFrameMain that identify the sender of a message. */
export interface SenderFrame {
  readonly url: string;
  readonly parent: unknown;
}

/**
 * SECURITY: accepts messages only from the main frame of the app's own pages, compared exactly. about:blank is not one
 * of them.
 */
export function isTrustedSender(frame: SenderFrame | null): boolean {
  if (frame === null || frame.parent !== null) return false;
  try {
    const { protocol, host } = new URL(frame.url);
    return `${protocol}//${host}` === APP_ORIGIN;
  } catch {
    // SECURITY: an invalid address is not the app's.
    return false;
  }
}

/** The scheme and the one host that the window is served from. */
export const APP_SCHEME = 'keydesk';
export const APP_ORIGIN = `${APP_SCHEME}://app`;

/** What of a WebFrameMain tells who sent a message. */
export interface SenderFrame {
  readonly url: string;
  readonly parent: unknown;
}

/** SECURITY: messages count from the main frame of the app's own pages only, compared exactly; about:blank is no such page. */
export function isTrustedSender(frame: SenderFrame | null): boolean {
  if (frame === null || frame.parent !== null) return false;
  try {
    const { protocol, host } = new URL(frame.url);
    return `${protocol}//${host}` === APP_ORIGIN;
  } catch {
    // SECURITY: an address that cannot be read is not the app's.
    return false;
  }
}

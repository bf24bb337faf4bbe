/** The app's own scheme and origin. */
export const SCHEME = 'keydesk';
export const APP_ORIGIN = `${SCHEME}://app`;

/** As much of Electron's WebFrameMain as the check needs. */
export interface SenderFrame {
  readonly origin: string;
  readonly parent: unknown;
}

/** SECURITY: IPC is taken from the app's own main frame alone; never from a frame inside it, about:blank or a lookalike. */
export function isOwnMainFrame(frame: SenderFrame | null): boolean {
  return frame !== null && frame.parent === null && frame.origin === APP_ORIGIN;
}

/** A browser window with a profile of its own. */
export interface PrivateWindow {
  /** Resolves when the window is gone. */
  readonly closed: Promise<void>;
  /** Closes the window and deletes its profile. Never rejects. */
  close(): Promise<void>;
}

/** Opens addresses for a person who must find nothing of the one before, and leave nothing for the next one. */
export interface PrivateBrowser {
  open(url: string): Promise<PrivateWindow>;
}

/** A browser window with a profile of its own. */
export interface PrivateWindow {
  /** Resolves when the window is closed. */
  readonly closed: Promise<void>;
  /** Closes the window and deletes its profile. Never rejects. */
  close(): Promise<void>;
}

/** Opens addresses in a browser that has no data of the person before, and keeps none for the next person. */
export interface PrivateBrowser {
  open(url: string): Promise<PrivateWindow>;
}

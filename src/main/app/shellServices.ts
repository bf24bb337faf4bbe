import type { KeyHostProcess } from '../services/keys/protocol.ts';

/** Encrypts small secrets with a key that the operating system keeps for this user. */
export interface Sealer {
  /** Sealers of one name unseal what each other sealed. */
  readonly name: string;
  seal(text: string): Promise<Uint8Array>;
  unseal(sealed: Uint8Array): Promise<string>;
}

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

/** All that a shell gives to the core, and all that the core knows of its shell. */
export interface ShellServices {
  readonly kind: 'electron' | 'loopback' | 'cli';
  /** Why this shell and not another, in words for the About section. */
  readonly reason: string;
  openUrl(url: string): Promise<void>;
  /**
   * Returns the system's proxy for an address as Chromium writes it: "PROXY host:port; DIRECT". Left out where the shell does not
   * know the system's settings; the environment alone counts then.
   */
  resolveProxy?(url: string): Promise<string>;
  /** Undefined where no browser can open a window with a profile of its own. */
  readonly privateBrowser?: PrivateBrowser | undefined;
  /** Null where the system has no safe place for secrets; they stay in memory then. */
  readonly sealer: Sealer | null;
  spawnKeyHost(): KeyHostProcess;
  /**
   * Closes this core and starts it again in practice mode or on the real tenant. Returns at once; the windows lose their
   * connection and find the other core behind the next one. Absent where there is no window.
   */
  restart?(practice: boolean): void;
}

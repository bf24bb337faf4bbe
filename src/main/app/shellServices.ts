import type { Sealer } from '../base/sealer.ts';
import type { PrivateBrowser } from '../services/auth/privateBrowser.ts';
import type { KeyHostProcess } from '../services/keys/protocol.ts';

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

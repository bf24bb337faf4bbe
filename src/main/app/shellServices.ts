import type { Sealer } from '../base/sealer.ts';
import type { PrivateBrowser } from '../services/auth/privateBrowser.ts';
import type { KeyHostProcess } from '../services/keys/protocol.ts';

/** The services that a shell provides to the core. The core knows nothing else about its shell. */
export interface ShellServices {
  readonly kind: 'electron' | 'loopback' | 'cli';
  /** Why this shell was chosen, as text for the About section. */
  readonly reason: string;
  openUrl(url: string): Promise<void>;
  /**
   * Returns the system's proxy for an address in Chromium's format: "PROXY host:port; DIRECT". Undefined if the shell
   * cannot read the system's settings. Then only the environment applies.
   */
  resolveProxy?(url: string): Promise<string>;
  /** Undefined if no browser can open a window with its own profile. */
  readonly privateBrowser?: PrivateBrowser | undefined;
  /** Null if the system has no safe place for secrets. They are then only in memory. */
  readonly sealer: Sealer | null;
  spawnKeyHost(): KeyHostProcess;
  /**
   * Closes this core, and starts another one in practice mode or on the real tenant. Returns at once. The windows lose
   * their connection, and connect to the other core. Undefined if there is no window.
   */
  restart?(practice: boolean): void;
}

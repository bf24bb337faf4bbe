import type { KeyHostProcess } from './keys/protocol.ts';

/** All that a shell gives to the core, and all that the core knows of its shell. */
export interface ShellServices {
  readonly kind: 'electron' | 'loopback' | 'cli';
  /** Why this shell and not another, in words for the About section. */
  readonly reason: string;
  spawnKeyHost(): KeyHostProcess;
}

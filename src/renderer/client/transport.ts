import type { ClientContext, ClientLink } from '@orpc/client';

/** One open pipe to the core. A pipe that closed is never opened again; the connection makes a new one. */
export interface Transport {
  readonly link: ClientLink<ClientContext>;
  /** Called once when the pipe is gone. */
  onClose(listener: () => void): void;
}

/** The core will not talk to this window, and asking again cannot change that. */
export class ConnectionRefused extends Error {}

/** Opens a pipe to the core. @throws ConnectionRefused; anything else means that the core is out of reach for now */
export type Connect = () => Promise<Transport>;

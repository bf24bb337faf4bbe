import type { ClientContext, ClientLink } from '@orpc/client';
import type { ErrorCode } from '../../contract/errors/errors.ts';

/** One open pipe to the core. A pipe that closed is never opened again; the connection makes a new one. */
export interface Transport {
  readonly link: ClientLink<ClientContext>;
  /** Called once when the pipe is gone. */
  onClose(listener: () => void): void;
}

/** This window and the core will not talk to each other, and asking again cannot change that. */
export class ConnectionRefused extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode = 'unauthorized') {
    super(code);
    this.code = code;
  }
}

/** Opens a pipe to the core. @throws ConnectionRefused; anything else means that the core is out of reach for now */
export type Connect = () => Promise<Transport>;

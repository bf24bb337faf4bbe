import type { ClientContext, ClientLink } from '@orpc/client';
import type { ErrorCode } from '../../contract/errors/errors.ts';

/** One open transport to the core. A closed transport never reopens. The connection opens a new one. */
export interface Transport {
  readonly link: ClientLink<ClientContext>;
  /** Calls the listener once when the transport is closed. */
  onClose(listener: () => void): void;
}

/** This window or the core refuses the connection, and a retry cannot change that. */
export class ConnectionRefused extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode = 'unauthorized') {
    super(code);
    this.code = code;
  }
}

/**
 * Opens a transport to the core. @throws ConnectionRefused; any other error means that the core cannot be reached now
 */
export type Connect = () => Promise<Transport>;

/**
 * Remembers until when Graph wants no requests, so that one part of the app does not ask again while another was told to wait.
 * Times are in ms since the epoch.
 */
export interface ThrottleGate {
  /** Returns how long requests to this address should still wait, in ms; 0 when they may go. */
  left(address: string, now: number): number;
  /** Notes that Graph answered this address with Retry-After. */
  close(address: string, until: number): void;
  /** A wait for this address is over. */
  open(address: string): void;
}

/** One gate for each service that Graph throttles by itself: the report has limits of its own, and so have passkeys. */
export function createThrottleGate(): ThrottleGate {
  const closed = new Map<string, number>();
  return {
    left: (address, now) => Math.max(0, (closed.get(serviceOf(address)) ?? 0) - now),
    close: (address, until) => {
      const service = serviceOf(address);
      closed.set(service, Math.max(until, closed.get(service) ?? 0));
    },
    open: address => void closed.delete(serviceOf(address)),
  };
}

function serviceOf(address: string): string {
  const path = URL.parse(address)?.pathname ?? '';
  if (path.includes('/authentication/')) return 'authentication';
  return path.split('/')[2] ?? '';
}

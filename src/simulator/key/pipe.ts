import type { ReportTransport } from '../../ctap/hid/transport.ts';

/** The key's end of a transport. */
export interface PipeEnd {
  deliver(report: Uint8Array): void;
  /** Power off: closes the host's end, and delivers nothing more. */
  cut(): void;
}

/** Creates a transport of reports inside one process. Reports arrive in a separate microtask, never within send. */
export function pipe(
  receive: (report: Uint8Array) => void,
  onClose: (end: PipeEnd) => void,
): { transport: ReportTransport; end: PipeEnd } {
  let onReport: (report: Uint8Array) => void = () => undefined;
  let onClosed: (cause?: unknown) => void = () => undefined;
  let open = true;

  const end: PipeEnd = {
    deliver: report => {
      queueMicrotask(() => {
        if (open) onReport(report);
      });
    },
    cut: () => {
      // Reports sent before the power-off still arrive first.
      queueMicrotask(() => {
        if (!open) return;
        open = false;
        onClosed(new Error('the key was removed'));
      });
    },
  };
  const transport: ReportTransport = {
    send: async report => {
      if (!open) throw new Error('the key was removed');
      const copy = report.slice();
      queueMicrotask(() => {
        if (open) receive(copy);
      });
    },
    onReport: listener => {
      onReport = listener;
    },
    onClosed: listener => {
      onClosed = listener;
    },
    close: async () => {
      open = false;
      onClose(end);
    },
  };
  return { transport, end };
}

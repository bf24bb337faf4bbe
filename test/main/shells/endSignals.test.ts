import { afterEach, expect, test, vi } from 'vitest';
import { onEndSignal } from '../../../src/main/shells/endSignals.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('signals of one moment are one request, a later one ends the process at once', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
  let ends = 0;
  const stop = onEndSignal(() => ends++);
  // As a terminal, npm and a script in front of the program do it.
  for (const after of [0, 2, 500]) {
    vi.advanceTimersByTime(after);
    process.emit('SIGHUP', 'SIGHUP');
  }
  expect(ends).toBe(1);
  expect(exit).not.toHaveBeenCalled();
  vi.advanceTimersByTime(600);
  process.emit('SIGHUP', 'SIGHUP');
  expect(ends).toBe(1);
  expect(exit).toHaveBeenCalledExactlyOnceWith(130);
  stop();
  expect(process.listenerCount('SIGHUP')).toBe(0);
});

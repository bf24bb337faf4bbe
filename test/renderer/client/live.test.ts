import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Channel } from '../../../src/main/base/stream.ts';
import { type Live, openLive } from '../../../src/renderer/client/live.ts';

/** A core that the test sends for: every opened stream, and the pipe that can be lost. */
function core(options: { linger?: number } = {}) {
  const streams: { channel: Channel<number>; signal: AbortSignal }[] = [];
  const lost = new Set<() => void>();
  const live = openLive<number>({
    open: async signal => {
      const channel = new Channel<number>();
      streams.push({ channel, signal });
      channel.push(streams.length * 10);
      return channel;
    },
    onLost: listener => {
      lost.add(listener);
      return () => void lost.delete(listener);
    },
    delays: [0],
    linger: 5,
    ...options,
  });
  const lose = () => {
    for (const listener of lost) listener();
  };
  return { live, streams, lose };
}

async function until(live: Live<number>, value: number | undefined): Promise<void> {
  await expect.poll(() => live.value(), { interval: 5, timeout: 2000 }).toBe(value);
}

describe('openLive', () => {
  it('follows every value, and tells its listeners', async () => {
    const { live, streams } = core();
    const told: (number | undefined)[] = [];
    live.subscribe(() => told.push(live.value()));
    await until(live, 10);
    streams[0]?.channel.push(11);
    await until(live, 11);
    expect(told).toEqual([10, 11]);
  });

  it('shows later values to a page that came after the first one left', async () => {
    const { live, streams } = core({ linger: 1000 });
    const leave = live.subscribe(() => undefined);
    await until(live, 10);
    leave();
    live.subscribe(() => undefined);
    streams[0]?.channel.push(11);
    await until(live, 11);
    expect(streams).toHaveLength(1);
  });

  it('forgets its value when no page looks, ends the stream at the core, and starts again with the next page', async () => {
    const { live, streams } = core();
    live.subscribe(() => undefined)();
    await until(live, undefined);
    await expect.poll(() => streams[0]?.signal.aborted).toBe(true);
    live.subscribe(() => undefined);
    await until(live, 20);
    streams[1]?.channel.push(21);
    await until(live, 21);
  });

  it('opens again when the stream ends', async () => {
    const { live, streams } = core();
    live.subscribe(() => undefined);
    await until(live, 10);
    streams[0]?.channel.end();
    await until(live, 20);
  });

  it('opens again when the pipe is lost, though the stream does not notice', async () => {
    const { live, lose, streams } = core();
    live.subscribe(() => undefined);
    await until(live, 10);
    lose();
    await until(live, 20);
    streams[0]?.channel.push(11);
    await sleep(10);
    expect(live.value()).toBe(20);
    expect(streams[0]?.signal.aborted).toBe(true);
  });

  it('tries again after a failure, which it shows meanwhile', async () => {
    let tries = 0;
    const live = openLive<number>({
      open: async () => {
        if (++tries === 1) throw new Error('not yet');
        const channel = new Channel<number>();
        channel.push(tries);
        return channel;
      },
      delays: [50],
    });
    live.subscribe(() => undefined);
    await expect.poll(() => String(live.error()), { interval: 5 }).toBe('Error: not yet');
    await until(live, 2);
    expect(live.error()).toBeUndefined();
  });
});

/** A queue that several lanes process in parallel. */
export interface LaneParts<T extends { readonly n: number }> {
  /** Returns the due items, oldest first. May include items that are being handled. */
  read(): Promise<readonly T[]>;
  /** Handles one item. If it throws, its lane ends, so that an item that is due again at once is not retried forever. */
  handle(item: T): Promise<void>;
  readonly stopped: () => boolean;
  readonly log: (error: unknown) => void;
}

/** Runs `count` lanes, each of which takes the next due item. Resolves when none is left. */
export async function runLanes<T extends { readonly n: number }>(parts: LaneParts<T>, count: number): Promise<void> {
  const onTheWay = new Set<number>();
  let queue: T[] = [];
  let reading: Promise<void> | undefined;
  const read = async () => {
    const due = await parts.read();
    queue = due.filter(({ n }) => !onTheWay.has(n));
  };
  const take = async () => {
    if (queue.length === 0) {
      reading ??= read().finally(() => {
        reading = undefined;
      });
      await reading;
    }
    return parts.stopped() ? undefined : queue.shift();
  };
  const lane = async () => {
    for (let item = await take(); item !== undefined; item = await take()) {
      onTheWay.add(item.n);
      try {
        await parts.handle(item);
      } catch (error) {
        parts.log(error);
        return;
      } finally {
        onTheWay.delete(item.n);
      }
    }
  };
  await Promise.all(Array.from({ length: count }, lane));
}

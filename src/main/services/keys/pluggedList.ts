/** How long the system may still list a key whose handle has ended, in ms. */
const LEAVING = 500;

/**
 * Decides which devices are plugged in. While one device is added or removed, an enumeration may miss another one,
 * which would end a running enrollment. So a device counts as removed after two enumerations without it, or when its
 * handle ends.
 */
export interface PluggedList<T> {
  /** Stores the result of one enumeration. `unsure` means that another enumeration is needed to decide. */
  take(found: readonly T[]): { present: T[]; unsure: boolean };
  /** Call when the open handle of a device has ended by itself. */
  left(id: string): void;
}

/** @param idOf Returns an id that is unique among plugged-in devices */
export function createPluggedList<T>(idOf: (device: T) => string, clock: () => number = Date.now): PluggedList<T> {
  let known = new Map<string, { device: T; missed: boolean }>();
  const leaving = new Map<string, number>();

  return {
    take: found => {
      for (const [id, since] of leaving) if (clock() - since >= LEAVING) leaving.delete(id);
      const next = new Map<string, { device: T; missed: boolean }>();
      let unsure = leaving.size > 0;
      for (const device of found) {
        if (!leaving.has(idOf(device))) next.set(idOf(device), { device, missed: false });
      }
      for (const [id, { device, missed }] of known) {
        if (next.has(id) || leaving.has(id) || missed) continue;
        next.set(id, { device, missed: true });
        unsure = true;
      }
      known = next;
      return { present: [...next.values()].map(({ device }) => device), unsure };
    },
    left: id => {
      leaving.set(id, clock());
      known.delete(id);
    },
  };
}

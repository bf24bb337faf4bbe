/** After the end of a key's handle the system may list the key a little longer, in ms. */
const LEAVING = 500;

/**
 * Which of the listed devices are there. Systems leave a device out of one enumeration while another is made or removed, and
 * an enrollment would end by that; so a device is gone when two looks in a row miss it, or when its own handle says so.
 */
export interface PluggedList<T> {
  /** Takes what one look has found; `unsure` where another look must decide. */
  take(found: readonly T[]): { present: T[]; unsure: boolean };
  /** The open handle of a device has ended by itself. */
  left(id: string): void;
}

/** @param idOf tells devices apart while they are plugged in */
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

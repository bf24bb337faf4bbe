/** The enrollments of this process whose assignments are not settled yet. */
export interface Following {
  begin(enrollmentId: string): void;
  /** Returns whether this process still works on an enrollment, or could not write its end yet. */
  has(enrollmentId: string): boolean;
  /** Writes the end of an enrollment. Logs a failed write, which `retry` repeats. Never rejects. */
  end(enrollmentId: string, write: () => Promise<unknown>): Promise<void>;
  /** Repeats failed writes. Never rejects. */
  retry(): Promise<void>;
}

export function createFollowing(log: (message: string) => void): Following {
  const followed = new Set<string>();
  const owed = new Map<string, () => Promise<unknown>>();
  const end: Following['end'] = async (id, write) => {
    try {
      await write();
      owed.delete(id);
      followed.delete(id);
    } catch (error) {
      owed.set(id, write);
      log(`assignment of enrollment ${id}: ${String(error)}`);
    }
  };
  return {
    begin: id => void followed.add(id),
    has: id => followed.has(id),
    end,
    retry: async () => {
      for (const [id, write] of owed) await end(id, write);
    },
  };
}

/** Which running Keydesk does a kind of work for all desks (base/store/instance.ts); `holder` is null if it was released. */
interface LeaderTable {
  work: string;
  holder: string | null;
  /** Raised with each change of the holder, so that a former one settles nothing. */
  term: number;
  /** How fit the holder is. A fitter desk takes over. */
  fit: number;
}

declare module '../../base/store/schema.ts' {
  interface Schema {
    leader: LeaderTable;
  }
}

import type { KeydeskError } from '../../../contract/errors/errors.ts';
import { catchUpInBulk, refill } from './bulk.ts';
import { connect, disconnect, type RecordClient, stillThere } from './connect.ts';
import { agesOfDesks, mayNoteDesk, noteDesk } from './desks.ts';
import { CHANNEL } from './functions.ts';
import { checkRecord, type LinkOptions, MOST, refuseRewound } from './link.ts';
import type { ChangesAnswer, Nothing } from './mirrorConnection.ts';
import { settleDesk } from './place.ts';
import { GONE, Presence, TAKEN_OVER } from './presence.ts';
import { CLOCK } from './recordClock.ts';
import { SCHEMA } from './recordSchema.ts';
import { recordError } from './trouble.ts';
import { type RecordVersions, standingOf, unlessUnfit, VERSIONS, whyOnlyReading } from './versions.ts';

/** Whether the record can be reached: when it was seen last, and why it is away. */
export interface RecordSight {
  readonly isReachable: boolean;
  /** Why it is away, or why this desk only reads it; undefined if neither. */
  readonly trouble: unknown;
}

/** Keeps the mirror up to date with what other desks record. */
export interface Feed {
  readonly sight: RecordSight;
  /** Returns whether a desk was at the record lately, by the record's clock. True if nobody can tell. */
  isAlive(desk: string): boolean;
  /** Returns whether a desk may still lead what it leads: it was at the record in the last seconds, by the record's clock. True if nobody can tell. */
  isPresent(desk: string): boolean;
  /** Returns a number while this desk may lead; undefined if it may not, or not any more. After another number, it may have been replaced in between. */
  mayLead(): number | undefined;
  /** Looks at the record now. Resolves when the mirror has everything that was recorded before the call, or the record is away. */
  look(): Promise<void>;
  close(): Promise<void>;
}

/** A notification is only a hint: without one, the record is looked at after this time, in ms. */
const EVERY = 2000;
/** How long a notification waits for others, in ms. An enrollment records some changes one after the other, and each look of each desk costs the server. */
const GATHER = 50;
/** How often a desk notes that it is at the record because of notifications, at the most, in ms. Each note is a write for the server. */
const NOTE = 1500;
/** After which time without a statement the connection is asked whether it still works, in ms. */
const IDLE = 1000;
/** The waits while the record is away, in ms. */
const AWAY = [500, 1000, 2000, 5000, 10_000] as const;

/** @param onSight Called when the record comes, goes, or has something new */
export function startFeed(options: LinkOptions, onSight: (sight: RecordSight) => void = () => undefined): Feed {
  const feed = new Looking(options, onSight);
  feed.begin();
  return feed;
}

class Looking implements Feed {
  readonly #options: LinkOptions;
  readonly #onSight: (sight: RecordSight) => void;
  #sight: RecordSight = { isReachable: false, trouble: undefined };
  #client: RecordClient | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Runs while notifications are gathered. */
  #gathering: NodeJS.Timeout | undefined;
  /** Whether the present look is only that of a notification. */
  #isHint = false;
  /** When the connection last answered, and when this desk was last noted, by the clock of this process. */
  #usedAt = 0;
  #notedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | undefined;
  /** The look after the present one, if somebody waits for it. */
  #next: Promise<void> | undefined;
  #isClosed = false;
  /** Whether the role of this desk may note that the desk was here. A reviewer only reads. */
  #mayNote = false;
  readonly #presence = new Presence();
  #failures = 0;

  constructor(options: LinkOptions, onSight: (sight: RecordSight) => void) {
    this.#options = options;
    this.#onSight = onSight;
  }

  get sight(): RecordSight {
    return this.#sight;
  }

  isAlive(desk: string): boolean {
    return !this.#sight.isReachable || this.#presence.isSeenWithin(desk, GONE);
  }

  isPresent(desk: string): boolean {
    return !this.#sight.isReachable || this.#presence.isSeenWithin(desk, TAKEN_OVER);
  }

  mayLead(): number | undefined {
    return this.#sight.trouble === undefined ? this.#presence.lead() : undefined;
  }

  begin(): void {
    void this.look();
  }

  /** A look that has begun may have missed the newest revision, so all calls during it share the next one. */
  async look(): Promise<void> {
    if (this.#isClosed) return;
    if (this.#looking !== undefined) {
      this.#next ??= this.#looking.then(() => {
        this.#next = undefined;
        return this.look();
      });
      return this.#next;
    }
    clearTimeout(this.#timer);
    this.#stopGathering();
    this.#looking = this.#once();
    await this.#looking;
    this.#looking = undefined;
    if (!this.#isClosed) this.#timer = setTimeout(() => void this.look(), this.#wait()).unref();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#stopGathering();
    await this.#looking;
    if (this.#client !== undefined) await disconnect(this.#client);
  }

  #gather(): void {
    this.#gathering ??= setTimeout(() => {
      this.#isHint = this.#looking === undefined;
      void this.look();
    }, GATHER).unref();
  }

  #stopGathering(): void {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
  }

  async #once(): Promise<void> {
    try {
      const trouble = await this.#follow(await this.#connected());
      this.#failures = 0;
      this.#tell({ isReachable: true, trouble });
    } catch (cause) {
      const client = this.#client;
      this.#client = undefined;
      if (client !== undefined) await disconnect(client);
      this.#failures++;
      this.#tell({ isReachable: false, trouble: recordError(cause, this.#options.target.address) });
    }
  }

  /** Applies what is new, until nothing is. Returns why this desk only reads; undefined if it also writes. */
  async #follow(client: RecordClient): Promise<KeydeskError | undefined> {
    const { mirror, version, clock } = this.#options;
    const desk = mirror.state()?.desk;
    const found = await this.#applyNew(client, desk);
    await this.#note(client, desk);
    this.#usedAt = performance.now();
    if (found === undefined) return undefined;
    if (standingOf(found, version) !== 'ahead') mirror.seen(clock.offset());
    return whyOnlyReading(found, version);
  }

  /** Notes that this desk is at the record, and which other desks are. */
  async #note(client: RecordClient, desk: string | undefined): Promise<void> {
    const now = performance.now();
    const isHint = this.#isHint;
    this.#isHint = false;
    if (isHint && now - this.#notedAt < NOTE) return;
    const noted = this.#presence.begin();
    if (this.#mayNote) await noteDesk(client, desk, this.#options.version);
    const ages = await agesOfDesks(client, GONE);
    if (this.#mayNote) noted(ages);
    else this.#presence.saw(ages);
    this.#notedAt = now;
  }

  /** Rows of a record that was not upgraded yet have no place in the tables here, so a desk that is ahead leaves them. It notices the loss of what it has seen all the same. */
  async #applyNew(client: RecordClient, desk: string | undefined): Promise<RecordVersions | undefined> {
    const { mirror, tables, version, clock } = this.#options;
    for (;;) {
      const state = mirror.state();
      if (state === undefined) return undefined;
      const { revision: since, version: filled } = state;
      const { rows } = await client.query<RecordVersions & { changes: ChangesAnswer | Nothing; clock: number }>(
        `SELECT ${SCHEMA}.changes($1, $2, $3) AS changes, ${VERSIONS}, ${CLOCK} FROM ${SCHEMA}.record`,
        [since, MOST, desk],
      );
      const found = rows[0];
      if (found === undefined) return undefined;
      clock.saw(found.clock);
      // Another connection of this desk may have written meanwhile.
      if (mirror.state()?.revision !== since) continue;
      const { changes } = found;
      refuseRewound(state, changes);
      if (state.revisionId === undefined && changes.at !== null) mirror.identify([since, changes.at]);
      if (standingOf(found, version) === 'ahead' || (filled === version && changes.head === since)) return found;
      await unlessUnfit(found, version, async () => {
        if (filled !== version) await refill(client, mirror, tables.shared, version);
        else if ('rows' in changes) await mirror.take(changes);
        else await catchUpInBulk(client, mirror, tables.shared);
      });
    }
  }

  async #connected(): Promise<RecordClient> {
    if (this.#client !== undefined) {
      if (performance.now() - this.#usedAt > IDLE) await stillThere(this.#client);
      return this.#client;
    }
    const { target, mirror } = this.#options;
    const client = await connect(target, lost => {
      if (this.#client !== lost) return;
      this.#client = undefined;
      void this.look();
    });
    try {
      await checkRecord(client, mirror.state()?.record);
      client.on('notification', () => this.#gather());
      await client.query(`LISTEN ${CHANNEL}`);
      this.#mayNote = await mayNoteDesk(client);
      await settleDesk(client, mirror, this.#mayNote);
    } catch (error) {
      await disconnect(client);
      throw error;
    }
    this.#client = client;
    this.#notedAt = Number.NEGATIVE_INFINITY;
    return client;
  }

  #wait(): number {
    return this.#failures === 0 ? EVERY : (AWAY[Math.min(this.#failures, AWAY.length) - 1] ?? EVERY);
  }

  #tell(sight: RecordSight): void {
    this.#sight = sight;
    this.#onSight(sight);
  }
}

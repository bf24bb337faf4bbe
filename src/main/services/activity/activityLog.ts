import type { Actor } from '../../base/actor.ts';
import type { Store } from '../../base/store/database.ts';
import type { ActivityLog } from './activity.ts';
import { headFile } from './head.ts';
import { activityOf, type LogContext, noteEnd } from './ofPlace.ts';
import { openSharedWriter } from './sharedWriter.ts';
import { openTextIndex } from './textIndex.ts';
import { openWriter } from './writer.ts';

export interface ActivityParts {
  folder: string;
  store: Store;
  /** The user of this computer: the actor if no account is signed in, and for a tenant other than the operation's. */
  osUser: Actor;
  log: (message: string) => void;
  clock?: () => Date;
}

export function openActivity({ folder, store, osUser, log, clock = () => new Date() }: ActivityParts): ActivityLog {
  const head = headFile(folder);
  const writer = store.database.isShared
    ? openSharedWriter({ folder, database: store.database, head, log })
    : openWriter({ folder, version: store.version, flush: store.flush, head, log });
  const index = openTextIndex(folder, log);
  const context: LogContext = { database: store.database, osUser, log, clock, head, writer, index };
  return {
    of: place => activityOf(context, place),
    note: () => noteEnd(context),
    written: () => writer.written(),
    close: () => {
      index.close();
      return writer.close();
    },
  };
}

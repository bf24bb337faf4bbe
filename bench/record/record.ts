/** The record that several desks share: PostgreSQL on this computer, with syncs of its log as in production. */
import { noPostgres, type Postgres, startPostgres } from '../../test/postgres.ts';
import type { Figure } from '../figure.ts';
import { deskFigures } from './desks.ts';
import { engineFigures } from './engine.ts';
import { firstMirrorFigures } from './firstMirror.ts';
import { listFigures } from './lists.ts';

/** Measures with a server of its own. Where PostgreSQL is missing, there are no figures. */
function onServer(measure: (postgres: Postgres) => Promise<Figure[]>): () => Promise<Figure[]> {
  return async () => {
    if (noPostgres !== null) return [];
    const postgres = await startPostgres({ fsync: 'on' });
    try {
      return await measure(postgres);
    } finally {
      await postgres.close();
    }
  };
}

export const recordLists = onServer(listFigures);
export const recordDesks = onServer(deskFigures);
export const recordEngine = onServer(engineFigures);
export const recordMirror = onServer(firstMirrorFigures);

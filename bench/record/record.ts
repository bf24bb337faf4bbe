/** The record that several desks share: PostgreSQL on this computer, with syncs of its log as in production. */
import { noPostgres, startPostgres } from '../../test/postgres.ts';
import type { Figure } from '../figure.ts';
import { deskFigures } from './desks.ts';
import { engineFigures } from './engine.ts';
import { firstMirrorFigures } from './firstMirror.ts';
import { listFigures } from './lists.ts';

/** Returns no figures where PostgreSQL is missing. */
export async function recordFigures(): Promise<Figure[]> {
  if (noPostgres !== null) return [];
  const postgres = await startPostgres({ fsync: 'on' });
  try {
    return [
      ...(await listFigures(postgres)),
      ...(await deskFigures(postgres)),
      ...(await engineFigures(postgres)),
      ...(await firstMirrorFigures(postgres)),
    ];
  } finally {
    await postgres.close();
  }
}

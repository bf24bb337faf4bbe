import { KeydeskError } from '../errors/errors.ts';
import type { RecordCheck } from './schema.ts';

/** Returns the error that names every table whose rows differ between a desk and its record. */
export function unequalError(differences: RecordCheck['differences']): KeydeskError {
  return new KeydeskError('record-unequal', {
    rows: differences.reduce((sum, { rows }) => sum + rows, 0),
    tables: differences.map(({ table, rows }) => `${table} (${rows})`).join(', '),
  });
}

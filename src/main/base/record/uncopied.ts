import { KeydeskError } from '../../../contract/errors/errors.ts';
import { storageError } from '../store/storageError.ts';

/**
 * Runs the end of a transaction here that the record has committed already. If it fails, for example because the disk is full, the transaction has happened
 * nevertheless: the desk gets its rows from the record, those of its own tables included.
 * @throws KeydeskError record-uncopied
 */
export function afterRecorded(file: string, end: () => void): void {
  try {
    end();
  } catch (error) {
    throw new KeydeskError('record-uncopied', { file }, { cause: storageError(file, error) });
  }
}

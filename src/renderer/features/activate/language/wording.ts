import type { ErrorParams } from '../../../../contract/errors/errors.ts';
import type { Words } from '../../../../contract/errors/wording.ts';

export type Say = (params: ErrorParams) => Words;

export function words(message: string, next: string): Say {
  return () => ({ message, next });
}

import type { Translation } from '../types.ts';
import type { en } from './en.ts';

/** All messages of a sheet. A missing one does not compile. */
export type Sheet = Translation<typeof en>;

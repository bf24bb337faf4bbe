import type { Failure } from '../../../contract/failure.ts';
import type { DirectoryReader } from './reader.ts';
import type { DirectoryWriter } from './writer.ts';

/** What the directory's thread can be asked: the methods of its reader and its writer. */
export type DirectoryCalls = Pick<
  DirectoryReader,
  'state' | 'page' | 'user' | 'groups' | 'group' | 'groupsOf' | 'membersAmong' | 'imports'
> &
  Pick<DirectoryWriter, 'begin' | 'write' | 'stop' | 'restart' | 'counts'>;

/** To the thread. */
export interface DirectoryQuestion {
  readonly id: number;
  readonly name: keyof DirectoryCalls;
  readonly args: readonly unknown[];
}

/** From the thread. */
export type DirectoryAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: Failure };

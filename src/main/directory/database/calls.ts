import type { DirectoryReader } from './reader.ts';
import type { DirectoryWriter } from './writer.ts';

/** What the directory's thread can be asked: the methods of its reader and its writer. */
export type DirectoryCalls = Pick<
  DirectoryReader,
  'state' | 'page' | 'user' | 'groups' | 'group' | 'groupsOf' | 'membersAmong' | 'imports'
> &
  Pick<DirectoryWriter, 'begin' | 'write' | 'stop' | 'restart' | 'counts'>;

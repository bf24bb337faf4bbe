import { storageError } from '../../../base/store/storageError.ts';
import type { TenantNames } from '../../../base/store/tenantNames.ts';
import { directoryFile } from '../../directory/database/open.ts';
import { isLastingTrouble } from '../../directory/trouble.ts';
import { openPeople, type People } from './people.ts';

/** The imported directory, if there is one and it can be read. */
export interface Directory {
  readonly people: People | undefined;
  /** Changes with every write by another connection. */
  readonly changes: number | undefined;
  /** Why the directory cannot be read until a person acts. */
  readonly trouble?: unknown;
}

export interface DirectoryOpener {
  /** Returns the directory as it is now. @throws KeydeskError if it cannot be read, and may be readable soon */
  directory(): Directory;
  /** Returns the people of the directory. @throws KeydeskError why the directory cannot be read */
  people(): People | undefined;
}

/** Opens the imported directory of a data folder when it is first needed, because it may not exist until the first import. */
export function createDirectoryOpener(folder: string, names: TenantNames): DirectoryOpener {
  let opened: People | undefined;
  const directory = (): Directory => {
    try {
      opened ??= openPeople(folder, names);
      return { people: opened, changes: opened?.changes() };
    } catch (error) {
      const trouble = storageError(directoryFile(folder), error);
      if (!isLastingTrouble(trouble)) throw trouble;
      return { people: undefined, changes: undefined, trouble };
    }
  };
  return {
    directory,
    people: () => {
      const { people, trouble } = directory();
      if (trouble !== undefined) throw trouble;
      return people;
    },
  };
}

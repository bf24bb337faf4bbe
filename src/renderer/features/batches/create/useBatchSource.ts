import { useEffect, useState } from 'react';
import type { BatchCreate } from '../../../../contract/batches/schema.ts';
import type { GroupRow } from '../../../../contract/directory/schema.ts';
import { type PickedUsers, pickedCount } from '../../../client/pickedUsers.ts';
import { useDebounced } from '../../../ui/form/useDebounced.ts';
import { send, useReadUsers } from './useReadUsers.ts';

export const sources = ['file', 'pasted', 'group', 'pending'] as const;
export type Source = (typeof sources)[number] | 'picked';

/**
 * Where the users of a new batch come from. What was typed for one source stays when another one is chosen.
 * @param picked the users that were selected in All Users
 */
export function useBatchSource(picked: PickedUsers) {
  const [source, setSource] = useState<Source>(pickedCount(picked) > 0 ? 'picked' : 'file');
  const [fileName, setFileName] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [group, setGroup] = useState<GroupRow | null>(null);
  const file = useReadUsers();
  const pasted = useReadUsers();
  const settled = useDebounced(text, 300);
  const { send: sendPasted } = pasted;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the text is read again, and the function is new each time
  useEffect(() => sendPasted(new Blob([settled.trim()])), [settled]);

  /** The users that were read, for a file or a text. */
  const list = source === 'file' ? file : source === 'pasted' ? pasted : null;
  const isReady = () => {
    if (list !== null) return !list.pending && list.read !== null && list.read.rows.length > 0 && settled === text;
    return source === 'group' ? group !== null : true;
  };
  const toSource = async (): Promise<BatchCreate['source']> => {
    if (source === 'group') return { kind: 'group', groupId: group?.id ?? '' };
    if (source === 'pending') return { kind: 'pending' };
    if (source === 'picked') {
      if ('filter' in picked) return { kind: 'filter', filter: picked.filter, except: [...picked.except] };
      return { kind: 'upload', upload: await send(new Blob([picked.ids.join('\n')])) };
    }
    const { upload = '', chosen } = list?.read ?? {};
    return { kind: 'upload', upload, ...chosen };
  };
  const chooseFile = (chosen: File) => {
    setFileName(chosen.name);
    file.send(chosen);
  };
  return { picked, source, setSource, fileName, chooseFile, text, setText, group, setGroup, list, isReady, toSource };
}

export type BatchSource = ReturnType<typeof useBatchSource>;

import { Button, MessageBar, MessageBarBody, Text } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { ConfirmDialog } from '../../../ui/dialog/ConfirmDialog.tsx';

/** Gives a record back what it lost and this desk has. Asks first, because a newer backup would be better. Afterwards says what came of it. */
export function BringBack({ hasLost }: { hasLost: boolean }) {
  const words = strings.record;
  const [isAsking, setIsAsking] = useState(false);
  const bringBack = useMutation(api.record.bringBack.mutationOptions({ onSuccess: () => setIsAsking(false) }));
  if (bringBack.isSuccess) {
    const { rows, refused, copy } = bringBack.data;
    return (
      <MessageBar intent={refused === 0 ? 'success' : 'warning'} layout="multiline" role="status">
        <MessageBarBody>
          <span>{words.broughtBack({ rows })}</span> {refused > 0 && words.leftOut({ count: refused })}{' '}
          {copy !== null && words.keptCopy({ file: copy })}
        </MessageBarBody>
      </MessageBar>
    );
  }
  if (!hasLost) return null;
  return (
    <>
      <Text>{words.bringBackHint}</Text>
      <div>
        <Button onClick={() => setIsAsking(true)}>{words.bringBack}</Button>
      </div>
      {isAsking && (
        <ConfirmDialog
          title={words.bringBackTitle}
          action={words.bringBack}
          work={bringBack}
          onConfirm={() => bringBack.mutate()}
          onClose={() => setIsAsking(false)}
        >
          {words.bringBackAsks}
        </ConfirmDialog>
      )}
    </>
  );
}

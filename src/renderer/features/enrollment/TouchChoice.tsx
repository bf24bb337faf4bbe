import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { TapSingleRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { wordsFor } from '../../../contract/errors/words.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import { client } from '../../client/client.ts';
import { throwFailure } from '../../client/throwFailure.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { keyName } from '../../ui/display/keyName.ts';

const words = strings.enroll;

const useStyles = makeStyles({
  choice: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalS },
});

/**
 * Makes the keys blink until one is touched. Keys that cannot do this are named, and must be selected from the list.
 */
export function TouchChoice(props: { keys: readonly KeySummary[]; onChoose: (id: string) => void }) {
  const styles = useStyles();
  const { keys, onChoose } = props;
  const [apart, setApart] = useState<readonly { id: string; text: string }[]>([]);
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);
  const work = useMutation({
    mutationFn: async () => {
      const abort = new AbortController();
      running.current = abort;
      setApart([]);
      for await (const event of await client.keys.chooseByTouch(undefined, { signal: abort.signal })) {
        const key = event.type === 'apart' ? keys.find(({ id }) => id === event.keyId) : undefined;
        if (event.type === 'apart' && key !== undefined) {
          const text = words.notByTouch({ key: keyName(key), why: wordsFor(event.failure).message });
          setApart(before => [...before, { id: key.id, text }]);
        }
        if (event.type === 'chosen') onChoose(event.keyId);
        throwFailure(event);
      }
    },
  });
  return (
    <div className={styles.choice}>
      <Button icon={<TapSingleRegular />} disabledFocusable={work.isPending} onClick={() => work.mutate()}>
        {words.chooseByTouch}
      </Button>
      <span aria-live="assertive">
        {work.isPending && <Spinner size="tiny" labelPosition="after" label={words.touchToChoose} />}
      </span>
      {apart.map(({ id, text }) => (
        <Text key={id} size={200}>
          {text}
        </Text>
      ))}
      <CallFailure error={work.error} />
    </div>
  );
}

import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Spinner,
  Text,
} from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { list, sizeText } from '../../../words/say.ts';
import { api, queryClient } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { Form } from '../../ui/form/Form.tsx';
import { Panel } from '../../ui/page/Panel.tsx';

const words = strings.backup;

const useStyles = makeStyles({
  form: { alignItems: 'start', '& > .fui-Field': { width: '100%', maxWidth: '640px' } },
  // A path has no spaces to break at.
  made: { overflowWrap: 'anywhere' },
});

/** Copies the data folder into one file on this computer. */
export function BackupPanel() {
  const styles = useStyles();
  const suggested = useQuery(api.backup.suggest.queryOptions());
  const [typed, setTyped] = useState<string>();
  const make = useMutation(
    api.backup.make.mutationOptions({
      onSuccess: async () => {
        // The next backup needs another name.
        setTyped(undefined);
        await queryClient.invalidateQueries({ queryKey: api.backup.key() });
      },
    }),
  );
  const to = typed ?? suggested.data?.to ?? '';
  return (
    <Panel title={words.title}>
      <Text>{words.explain}</Text>
      <Form
        className={styles.form}
        onSubmit={() => {
          if (!make.isPending && to.trim() !== '') make.mutate({ to });
        }}
      >
        <Field label={words.to} hint={words.toHint}>
          <Input value={to} onChange={(_, { value }) => setTyped(value)} />
        </Field>
        <Button type="submit" disabledFocusable={make.isPending || to.trim() === ''}>
          {words.make}
        </Button>
      </Form>
      {make.isPending && <Spinner size="tiny" label={words.making} />}
      <CallFailure error={make.error} />
      {make.isSuccess && (
        <MessageBar intent={make.data.leftOut.length === 0 ? 'success' : 'warning'} layout="multiline" role="status">
          <MessageBarBody className={styles.made}>
            {words.made({ file: make.data.file, size: sizeText(make.data.size) })}
            {make.data.leftOut.length > 0 && ` ${words.leftOut({ names: list(make.data.leftOut) })}`}
          </MessageBarBody>
        </MessageBar>
      )}
    </Panel>
  );
}

import {
  Button,
  Checkbox,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import {
  CheckmarkCircleFilled,
  DismissCircleFilled,
  type FluentIcon,
  QuestionCircleRegular,
  SubtractCircleRegular,
} from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { checkDetailWords, checkStatusWords, checkWords } from '../../../../contract/connections/checkWords.ts';
import type { CheckLine, CheckReport } from '../../../../contract/connections/schema.ts';
import { wordsFor } from '../../../../contract/errors/words.ts';
import { api } from '../../../client/client.ts';
import { failureOf } from '../../../client/failure.ts';
import { strings } from '../../../strings.ts';
import { FailureMessage } from '../../../ui/FailureMessage.tsx';
import { Panel } from '../../../ui/Panel.tsx';

const words = strings.connections.check;

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', alignItems: 'start', gap: tokens.spacingVerticalM },
  field: { width: '100%', maxWidth: '480px' },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', rowGap: tokens.spacingVerticalM },
  line: { display: 'grid', gridTemplateColumns: '24px 1fr', columnGap: tokens.spacingHorizontalS },
  words: { display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  passed: { color: tokens.colorPaletteGreenForeground1 },
  failed: { color: tokens.colorPaletteRedForeground1 },
  'not-needed': { color: tokens.colorNeutralForeground3 },
  unknown: { color: tokens.colorNeutralForeground3 },
});

const icons: Record<CheckLine['status'], FluentIcon> = {
  passed: CheckmarkCircleFilled,
  failed: DismissCircleFilled,
  'not-needed': SubtractCircleRegular,
  unknown: QuestionCircleRegular,
};

/** Tries the current connection, and says of each part whether it is there, and what to grant where it is not. */
export function CheckPanel() {
  const styles = useStyles();
  const [user, setUser] = useState('');
  const [userSignIn, setUserSignIn] = useState(false);
  const check = useMutation(api.connections.check.mutationOptions());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const named = user.trim();
    check.mutate({ userSignIn, ...(named === '' ? {} : { user: named }) });
  };
  return (
    <Panel title={words.title}>
      <Text className={styles.quiet}>{words.explain}</Text>
      <form className={styles.form} onSubmit={submit}>
        <Field className={styles.field} label={words.user} hint={words.userHint}>
          <Input value={user} autoComplete="off" onChange={(_, { value }) => setUser(value)} />
        </Field>
        <Checkbox
          label={words.userSignIn}
          checked={userSignIn}
          onChange={(_, { checked }) => setUserSignIn(checked === true)}
        />
        <Button type="submit" disabledFocusable={check.isPending}>
          {check.isPending ? words.running : words.run}
        </Button>
      </form>
      {check.isError && <FailureMessage failure={failureOf(check.error)} />}
      {check.isSuccess && <Report report={check.data} />}
    </Panel>
  );
}

function Report({ report: { ok, lines } }: { report: CheckReport }) {
  const styles = useStyles();
  const failed = lines.filter(({ status }) => status === 'failed').length;
  return (
    <>
      <MessageBar intent={ok ? 'success' : 'warning'} role="status">
        <MessageBarBody>{ok ? words.allPassed : words.someFailed(failed)}</MessageBarBody>
      </MessageBar>
      <ul className={styles.list} aria-label={words.title}>
        {lines.map(line => (
          <Line key={line.name} line={line} />
        ))}
      </ul>
    </>
  );
}

function Line({ line: { name, status, detail, failure } }: { line: CheckLine }) {
  const styles = useStyles();
  const Icon = icons[status];
  const said = failure === null ? null : wordsFor(failure, 'check');
  return (
    <li className={styles.line}>
      <Icon className={styles[status]} fontSize={20} aria-label={checkStatusWords(status)} />
      <span className={styles.words}>
        <Text weight={status === 'failed' ? 'semibold' : 'regular'}>{checkWords(name)}</Text>
        {detail !== null && (
          <Text size={200} className={styles.quiet}>
            {checkDetailWords(detail)}
          </Text>
        )}
        {(status === 'not-needed' || status === 'unknown') && (
          <Text size={200} className={styles.quiet}>
            {checkStatusWords(status)}
          </Text>
        )}
        {said !== null && (
          <Text>
            {said.message} <Text className={styles.quiet}>{said.next}</Text>
          </Text>
        )}
      </span>
    </li>
  );
}

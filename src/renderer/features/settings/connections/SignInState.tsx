import {
  Badge,
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components';
import { CheckmarkCircleFilled, ChevronDownRegular, KeyRegular, PersonRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import type { ConnectionView, SignInEvent } from '../../../../contract/connections/schema.ts';
import { api, queryClient } from '../../../client/client.ts';
import { failureOf } from '../../../client/failure.ts';
import { strings } from '../../../strings.ts';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { FailureMessage } from '../../../ui/FailureMessage.tsx';
import { formatDate } from '../../../ui/formatDate.ts';
import { isApp } from './draft.ts';
import { type SignIn, useSignIn } from './useSignIn.ts';

const words = strings.connections;

/** So long before its end a certificate is best replaced, in ms. */
const SOON = 30 * 24 * 60 * 60 * 1000;

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  who: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, marginRight: 'auto' },
  good: { color: tokens.colorPaletteGreenForeground1, flexShrink: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
  progress: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'start',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  code: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    letterSpacing: '0.12em',
    fontWeight: tokens.fontWeightSemibold,
  },
});

/** Who is signed in to a connection, and the ways to sign in and out, with what happens meanwhile. */
export function SignInState({ connection }: { connection: ConnectionView }) {
  const styles = useStyles();
  const signIn = useSignIn(connection.id);
  const signOut = useMutation(
    api.connections.signOut.mutationOptions({ onSuccess: () => void queryClient.invalidateQueries() }),
  );
  const { account } = connection;
  return (
    <>
      <div className={styles.line}>
        <Who connection={connection} />
        {signIn.running ? (
          <Button onClick={signIn.cancel}>{strings.cancel}</Button>
        ) : (
          <SignInButtons connection={connection} signIn={signIn} />
        )}
        {account?.kind === 'person' && !signIn.running && (
          <Button disabledFocusable={signOut.isPending} onClick={() => signOut.mutate({ id: connection.id })}>
            {words.signOut}
          </Button>
        )}
      </div>
      <div aria-live="polite">{signIn.running && <Progress event={signIn.last} />}</div>
      {connection.trouble !== null && <FailureMessage failure={connection.trouble} />}
      {signIn.last?.kind === 'failed' && <FailureMessage failure={signIn.last.failure} />}
      {signOut.isError && <FailureMessage failure={failureOf(signOut.error)} />}
    </>
  );
}

function Who({ connection: { account, credential, signIn, trouble } }: { connection: ConnectionView }) {
  const styles = useStyles();
  if (account !== null) {
    return (
      <span className={styles.who}>
        <CheckmarkCircleFilled className={styles.good} fontSize={18} />
        <Text weight="semibold">{words.signedInAs(account.name)}</Text>
      </span>
    );
  }
  if (!isApp(signIn) || trouble !== null) {
    return (
      <span className={styles.who}>
        <PersonRegular fontSize={18} />
        <Text className={styles.quiet}>{trouble === null ? words.signedOut : words.signInUnknown}</Text>
      </span>
    );
  }
  const missing = words.credentialMissing[signIn === 'certificate' ? 'certificate' : 'secret'];
  const { subject, expiresAt } = credential ?? { subject: null, expiresAt: null };
  const certificate =
    subject !== null && expiresAt !== null
      ? words.certificateUntil(subject, formatDate(expiresAt) ?? expiresAt)
      : words.appReady;
  return (
    <span className={styles.who}>
      <KeyRegular fontSize={18} />
      <Text className={styles.quiet}>{credential === null ? missing : certificate}</Text>
      {expiresAt !== null && Date.parse(expiresAt) - Date.now() < SOON && (
        <Badge appearance="tint" color="warning">
          {words.expiresSoon}
        </Badge>
      )}
    </span>
  );
}

function SignInButtons({ connection, signIn }: { connection: ConnectionView; signIn: SignIn }) {
  if (isApp(connection.signIn)) {
    return (
      <Button
        disabledFocusable={connection.credential === null && connection.trouble === null}
        onClick={() => signIn.start()}
      >
        {words.signInApp}
      </Button>
    );
  }
  const byCode = connection.signIn === 'device-code';
  const other = byCode ? 'browser' : 'device-code';
  return (
    <span>
      <Button
        appearance={connection.account === null ? 'primary' : 'secondary'}
        onClick={() => signIn.start(byCode ? 'device-code' : 'browser')}
      >
        {connection.account === null ? words.signIn : words.signInAgain}
      </Button>
      <Menu positioning="below-end">
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle" icon={<ChevronDownRegular />} aria-label={words.signInMore} />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem onClick={() => signIn.start(other)}>{byCode ? words.signInBrowser : words.signInCode}</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
    </span>
  );
}

function Progress({ event }: { event: SignInEvent | null }) {
  const styles = useStyles();
  if (event?.kind === 'device-code') {
    return (
      <div className={styles.progress}>
        <Text>{words.codeText(event.verificationUri)}</Text>
        <span className={styles.line}>
          <output className={styles.code} aria-label={words.codeLabel}>
            {event.userCode}
          </output>
          <CopyButton text={event.userCode} />
        </span>
        <Text size={200} className={styles.quiet}>
          {words.codeUntil(new Date(event.expiresAt).toLocaleTimeString())}
        </Text>
      </div>
    );
  }
  const label = event?.kind === 'browser-opened' ? words.browserOpened : words.preparing;
  return (
    <div className={styles.progress}>
      <Spinner size="tiny" labelPosition="after" label={label} />
    </div>
  );
}

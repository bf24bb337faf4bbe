import { Button, MenuItem, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircleFilled, ChevronDownRegular, KeyRegular, PersonRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import type { ConnectionView, SignInEvent } from '../../../../contract/connections/schema.ts';
import { locale } from '../../../../words/say.ts';
import { api, queryClient } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { CopyButton } from '../../../ui/actions/CopyButton.tsx';
import { MoreMenu } from '../../../ui/actions/MoreMenu.tsx';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { FailureMessage } from '../../../ui/display/FailureMessage.tsx';
import { formatDate } from '../../../ui/display/formatDate.ts';
import { QuietText } from '../../../ui/display/QuietText.tsx';
import { StateBadge } from '../../../ui/display/StateBadge.tsx';
import { isApp } from './draft.ts';
import { type SignIn, useSignIn } from './useSignIn.ts';

const words = strings.connections;

/** A certificate that expires within this time gets a warning, in ms. */
const SOON = 30 * 24 * 60 * 60 * 1000;

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  who: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, marginInlineEnd: 'auto' },
  good: { color: tokens.colorPaletteGreenForeground1, flexShrink: 0 },
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

/** The account of a connection, with the buttons to sign in and out and the progress of a sign-in. */
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
      <CallFailure error={signOut.error} />
    </>
  );
}

function Who({ connection: { account, credential, signIn, trouble } }: { connection: ConnectionView }) {
  const styles = useStyles();
  if (account !== null) {
    return (
      <span className={styles.who}>
        <CheckmarkCircleFilled className={styles.good} fontSize={18} />
        <Text weight="semibold">{words.signedInAs({ name: account.name })}</Text>
      </span>
    );
  }
  if (!isApp(signIn) || trouble !== null) {
    return (
      <span className={styles.who}>
        <PersonRegular fontSize={18} />
        <QuietText>{trouble === null ? words.signedOut : words.signInUnknown}</QuietText>
      </span>
    );
  }
  const missing = words.credentialMissing[signIn === 'certificate' ? 'certificate' : 'secret'];
  const { subject, expiresAt } = credential ?? { subject: null, expiresAt: null };
  const certificate =
    subject !== null && expiresAt !== null
      ? words.certificateUntil({ subject, day: formatDate(expiresAt) ?? expiresAt })
      : words.appReady;
  return (
    <span className={styles.who}>
      <KeyRegular fontSize={18} />
      <QuietText>{credential === null ? missing : certificate}</QuietText>
      {expiresAt !== null && Date.parse(expiresAt) - Date.now() < SOON && (
        <StateBadge color="warning">{words.expiresSoon}</StateBadge>
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
      <MoreMenu label={words.signInMore} icon={<ChevronDownRegular />}>
        <MenuItem onClick={() => signIn.start(other)}>{byCode ? words.signInBrowser : words.signInCode}</MenuItem>
      </MoreMenu>
    </span>
  );
}

function Progress({ event }: { event: SignInEvent | null }) {
  const styles = useStyles();
  if (event?.kind === 'device-code') {
    return (
      <div className={styles.progress}>
        <Text>{words.codeText({ uri: event.verificationUri })}</Text>
        <span className={styles.line}>
          <output className={styles.code} aria-label={words.codeLabel}>
            {event.userCode}
          </output>
          <CopyButton text={event.userCode} />
        </span>
        <QuietText size={200}>
          {words.codeUntil({ time: new Date(event.expiresAt).toLocaleTimeString(locale()) })}
        </QuietText>
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

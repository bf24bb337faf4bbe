import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { OpenRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { adminCenterUrl } from '../../../../contract/connections/adminPages.ts';
import { api } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { CopyButton } from '../../../ui/actions/CopyButton.tsx';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { type Draft, isApp } from './draft.ts';

const words = strings.connectionSetup;
/** The redirect address. */
const REDIRECT = 'http://localhost';

const useStyles = makeStyles({
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL, display: 'grid', rowGap: tokens.spacingVerticalM },
  copied: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    marginTop: tokens.spacingVerticalXS,
  },
  code: { fontFamily: tokens.fontFamilyMonospace },
  open: { alignSelf: 'start' },
});

/** The steps in the Entra admin center, with its own labels. */
export function RegisterStep({ draft: { cloud, signIn } }: { draft: Draft }) {
  const styles = useStyles();
  const inCenter = cloud === 'other' ? 'global' : cloud;
  const open = useMutation(api.connections.openPage.mutationOptions());
  return (
    <>
      <Button
        className={styles.open}
        icon={<OpenRegular />}
        title={adminCenterUrl(inCenter)}
        onClick={() => open.mutate({ page: 'admin-center', cloud: inCenter })}
      >
        {words.openCenter}
      </Button>
      <CallFailure error={open.error} />
      <ol className={styles.list}>
        <li>{words.register.app}</li>
        {isApp(signIn) ? (
          <li>{signIn === 'certificate' ? words.register.certificate : words.register.secret}</li>
        ) : (
          <>
            <li>
              {words.register.platform}
              <span className={styles.copied}>
                <Text className={styles.code}>{REDIRECT}</Text>
                <CopyButton text={REDIRECT} />
              </span>
            </li>
            <li>{words.register.publicClient}</li>
          </>
        )}
        <li>{words.register.ids}</li>
      </ol>
    </>
  );
}

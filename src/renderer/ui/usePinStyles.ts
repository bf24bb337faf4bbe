import { makeStyles, tokens } from '@fluentui/react-components';

/** The look that all PIN forms share. */
export const usePinStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, maxWidth: '360px' },
});

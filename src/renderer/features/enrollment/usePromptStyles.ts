import { makeStyles, tokens } from '@fluentui/react-components';

/** Styles for one message in the middle of the panel. */
export const usePromptStyles = makeStyles({
  prompt: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalXXL} 0`,
    textAlign: 'center',
  },
  hint: { color: tokens.colorNeutralForeground3 },
});

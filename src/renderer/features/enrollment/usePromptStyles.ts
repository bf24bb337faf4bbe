import { makeStyles, tokens } from '@fluentui/react-components';

/** One thing in the middle of the panel that the person looks at. */
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

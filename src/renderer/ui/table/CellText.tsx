import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  layout: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minWidth: 0, width: '100%' },
  lines: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  line: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    // A button is truncated as a whole. Its text is truncated separately.
    '& > button': { maxWidth: '100%', overflow: 'hidden', textOverflow: 'ellipsis', display: 'block' },
  },
  wrapped: { whiteSpace: 'normal', '& > button': { maxWidth: '100%', textAlign: 'start' } },
  under: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
  },
  roomy: { paddingBlock: tokens.spacingVerticalXS },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/**
 * The text of a table cell, in one line or two. A text that does not fit ends with an ellipsis, and the tooltip shows
 * all of it, or it wraps. `children` replace the text on the screen, for example with a link.
 */
export function CellText(props: {
  text: string;
  under?: string | undefined;
  /** Class of the second line, if it is not always shown. */
  underClassName?: string;
  /** Added to the tooltip. */
  tip?: string | undefined;
  media?: ReactNode;
  /** Shows a long text in several lines. */
  wrap?: boolean;
  quiet?: boolean;
  children?: ReactNode;
}) {
  const styles = useStyles();
  const { text, under, underClassName, tip, media, wrap, quiet, children } = props;
  const tooltip = (line: string) => (tip === undefined ? line : `${line}\n${tip}`);
  const second = under !== undefined && under !== '';
  return (
    <div className={mergeClasses(styles.layout, second && underClassName === undefined && styles.roomy)}>
      {media}
      <div className={mergeClasses(styles.lines, quiet && styles.quiet)}>
        <span className={wrap === true ? styles.wrapped : styles.line} title={tooltip(text)} dir="auto">
          {children ?? text}
        </span>
        {second && (
          <span className={mergeClasses(styles.line, styles.under, underClassName)} title={tooltip(under)} dir="auto">
            {under}
          </span>
        )}
      </div>
    </div>
  );
}

import { makeStaticStyles } from '@fluentui/react-components';

/**
 * The print styles: the page alone in black, without its frame and its controls, and with tables as tables. Rows are
 * not split between pages, and each page repeats the header.
 *
 * Column names may not break. Words break only if one alone is wider than a column should be. So a column is never
 * narrower than its longest word, and a table of short texts has one line per row.
 */
export const usePaperStyles = makeStaticStyles([
  '@page { margin: 12mm }',
  `@media print {
    html, body, #root { height: auto; background: none }
    body { overflow: visible }
    [data-frame], #main form, #main search, #main fieldset, #main input, #main select, #main .fui-Select__icon, #main [data-controls],
    #main [role="tab"][aria-selected="false"], #main .fui-Avatar, #main .fui-Breadcrumb,
    #main button:not(td *):not([role="tab"]) { display: none !important }
    #main, #main * { color: #000 !important; background: none !important; box-shadow: none !important }
    #main > div, #main section, #main [role="tabpanel"] { display: block; max-width: none; padding: 0; border: 0 }
    #main section > .fui-Text, #main section > div > .fui-Text { display: block }
    #main section .fui-Field select { display: block !important; appearance: none; height: auto; padding: 0; border: 0; opacity: 1 }
    #main h1 { font-size: 16pt; line-height: 1.3 }
    #main h2, #main [role="tab"] { display: block; margin: 6pt 0 3pt; padding: 0; font-size: 11pt; line-height: 1.3 }
    #main table { display: table; table-layout: auto; width: 100%; margin-top: 4pt; border-collapse: collapse;
      font-size: 8pt; line-height: 1.25 }
    #main thead { display: table-header-group; break-inside: avoid }
    #main tr { display: table-row; height: auto; break-inside: avoid; border-bottom: 0.5pt solid #999 }
    #main th, #main td { display: table-cell; width: auto; max-width: 220px; height: auto; padding: 2.5pt 6pt 2.5pt 0;
      vertical-align: top; text-align: start; overflow-wrap: break-word }
    #main th *, #main td * { height: auto; min-height: 0; margin: 0; padding: 0; border: 0; font-size: inherit;
      line-height: inherit; white-space: normal; overflow: visible; text-align: start }
    #main th, #main th * { white-space: nowrap; font-weight: 600 }
    #main td div, #main td div > * { display: block; width: auto }
    #main .fui-Badge { min-width: 0; padding: 0; border: 0; font-weight: inherit }
    #main .fui-Badge::after, #main [role="tab"]::before, #main [role="tab"]::after { content: none }
  }`,
]);

import { createDOMRenderer, FluentProvider, RendererProvider } from '@fluentui/react-components';
import { QueryClientProvider } from '@tanstack/react-query';
import { queryClient } from '../client/client.ts';
import { EnrollmentProvider } from '../features/enrollment/EnrollmentProvider.tsx';
import { ImportProvider } from '../features/users/directory/ImportProvider.tsx';
import { useLanguage } from '../ui/page/useLanguage.ts';
import { useTheme } from '../ui/page/useTheme.ts';
import { Shell } from './Shell.tsx';

/**
 * SECURITY: the styles that Fluent UI creates at run time have this document's nonce. Without it the CSP blocks them.
 */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce } });

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <RendererProvider renderer={renderer} targetDocument={document}>
        <Themed />
      </RendererProvider>
    </QueryClientProvider>
  );
}

function Themed() {
  const { language, dir } = useLanguage();
  return (
    <FluentProvider theme={useTheme()} dir={dir}>
      <EnrollmentProvider>
        <ImportProvider>
          <Shell key={language} />
        </ImportProvider>
      </EnrollmentProvider>
    </FluentProvider>
  );
}

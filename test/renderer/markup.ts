import { createElement, type FunctionComponent } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

/** Returns the HTML of a component, without the classes of its styles. */
export function markupOf<P extends object>(component: FunctionComponent<P>, props: P): string {
  return renderToStaticMarkup(createElement(component, props)).replace(/ class="[^"]*"/g, '');
}

/** Returns the opening tags of all elements with a name. */
export function tagsOf(markup: string, name: string): string[] {
  return markup.match(new RegExp(`<${name}\\b[^>]*>`, 'g')) ?? [];
}

/** Returns the texts of all elements with a name, without the tags inside them. */
export function textsOf(markup: string, name: string): string[] {
  return [...markup.matchAll(new RegExp(`<${name}\\b[^>]*>(.*?)</${name}>`, 'g'))].map(([, inner]) =>
    (inner ?? '').replace(/<[^>]*>/g, ''),
  );
}

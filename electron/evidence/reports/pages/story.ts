/** What a report says, in the order of reading, apart from where it stands on paper. */
export type StoryPart =
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'verbatim'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      /** A drawing, in words, and the figures that it shows. */
      readonly kind: 'figure';
      readonly about: string;
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'facts'; readonly rows: readonly { readonly label: string; readonly value: string }[] }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1f26;background:#fff}' +
  'h1,h2,h3{line-height:1.25}h2{margin-top:2.5rem}table{border-collapse:collapse;width:100%;font-size:.875rem}' +
  'caption{text-align:left;font-weight:600;padding:.3rem 0}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #d5dbe1;overflow-wrap:anywhere}' +
  'dt{color:#57616e;font-size:.875rem}dd{margin:0 0 .6rem;overflow-wrap:anywhere}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f4f6f8;padding:1rem}';

/**
 * The same report as a page that screen readers can follow: headings, lists and tables with their heads.
 * The PDF's own pages are tagged too; this is for readers that do better with a page of a browser, and
 * gives the figures behind the drawings. Nothing in it runs or is fetched.
 *
 * @param about the report's id, for the sentence that says what this is
 */
export function htmlTwin(title: string, about: string, story: readonly StoryPart[]): string {
  const lead = `Accessible text of the audit report ${about}. It is attached to the PDF, whose signature covers it; a copy of this file alone is not signed.`;
  return storyPage(title, lead, story);
}

/** A page of its own, with a sentence first that says what it is. Nothing in it runs or is fetched. */
export function storyPage(title: string, lead: string, story: readonly StoryPart[]): string {
  const body = story.map(element).join('\n');
  return `<!doctype html>
<html lang="en-US">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p>${escape(lead)}</p>
${body}
</main>
</body>
</html>
`;
}

function element(part: StoryPart): string {
  switch (part.kind) {
    case 'title':
      return `<h1>${escape(part.text)}</h1>`;
    case 'heading':
      return `<h${part.level}>${escape(part.text)}</h${part.level}>`;
    case 'paragraph':
      return `<p>${lines(part.text)}</p>`;
    case 'verbatim':
      return `<pre>${escape(part.text)}</pre>`;
    case 'facts':
      return `<dl>\n${part.rows.map(({ label, value }) => `<dt>${escape(label)}</dt><dd>${lines(value)}</dd>`).join('\n')}\n</dl>`;
    case 'list':
      return `<ol>\n${part.items.map((item) => `<li>${lines(item)}</li>`).join('\n')}\n</ol>`;
    case 'figure':
      return part.rows.length === 0
        ? `<p>${lines(part.about)}</p>`
        : tableElement(`<caption>${escape(part.about)}</caption>\n`, part.head, part.rows);
    case 'table':
      return tableElement('', part.head, part.rows);
  }
}

function tableElement(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const titles = head.map((cell) => `<th scope="col">${escape(cell)}</th>`).join('');
  const body = rows.map(
    ([first = '', ...rest]) =>
      `<tr><th scope="row">${lines(first)}</th>${rest.map((cell) => `<td>${lines(cell)}</td>`).join('')}</tr>`,
  );
  return `<table>\n${caption}<thead><tr>${titles}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table>`;
}

function lines(text: string): string {
  return text.split('\n').map(escape).join('<br>');
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

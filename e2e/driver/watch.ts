import type { Page } from 'playwright';

/** What the page complained about: errors, and what its content security policy stopped. */
export function watchPage(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => {
    complaints.push(error.message);
  });
  return complaints;
}

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';

/** Violations of WCAG that axe finds on the page now, each with the first place it names. */
export async function violations(page: Page, ...withoutRules: readonly string[]): Promise<string[]> {
  // Legacy mode: axe opens no page of its own, which the application would refuse.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).disableRules([...withoutRules]);
  const { violations: found } = await axe.analyze();
  return found.map((violation) => `${violation.id}: ${violation.nodes[0]?.html ?? ''}`);
}

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';

/** Colours on their way to others are neither: axe looks when they have come to rest. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const passing = document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(passing.map((animation) => animation.finished));
  });
}

/** Violations of WCAG that axe finds on the page now, each with the first place it names. */
export async function violations(page: Page, ...withoutRules: readonly string[]): Promise<string[]> {
  await settled(page);
  // Legacy mode: axe opens no page of its own, which the application would refuse.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).disableRules([...withoutRules]);
  const { violations: found } = await axe.analyze();
  return found.map((violation) => `${violation.id}: ${violation.nodes[0]?.html ?? ''}`);
}

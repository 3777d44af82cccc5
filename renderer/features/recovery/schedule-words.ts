/** How often, in words: `Every day`, `Every 12 hours`. */
export function everyWords(hours: number): string {
  if (hours % 168 === 0) return hours === 168 ? 'Every week' : `Every ${hours / 168} weeks`;
  if (hours % 24 === 0) return hours === 24 ? 'Every day' : `Every ${hours / 24} days`;
  return hours === 1 ? 'Every hour' : `Every ${hours} hours`;
}

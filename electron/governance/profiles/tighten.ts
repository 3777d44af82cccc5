import type { ComplianceProfileFile, Tightening } from '../../../shared/formats/index.ts';
import { formatPath, type ConfigProblem } from '../documents/index.ts';
import type { PolicySource } from '../policy/index.ts';

/**
 * The profile with what a site asks beyond it: the longer retention, all artefacts of both, the places that
 * both allow, the larger cells. Whatever the site wrote, nothing of the profile is lost.
 */
export function tightenProfile(file: ComplianceProfileFile, site: Tightening): ComplianceProfileFile {
  const { retention_days, mandatory_artefacts = [], small_cell_threshold, residency = {} } = site;
  const places = Object.entries(file.residency).map(([category, allowed]) => {
    const asked = residency[category as keyof typeof residency];
    return [category, asked === undefined ? allowed : allowed.filter((place) => asked.includes(place))];
  });
  return {
    ...file,
    retention_days: Math.max(file.retention_days, retention_days ?? 0),
    mandatory_artefacts: [...new Set([...file.mandatory_artefacts, ...mandatory_artefacts])],
    small_cell_threshold: Math.max(file.small_cell_threshold, small_cell_threshold ?? 0),
    residency: Object.fromEntries(places) as ComplianceProfileFile['residency'],
  };
}

/** Every line of a site's file that would relax its profile. Nothing would come of it; it is an error all the same. */
export function checkTightening(file: ComplianceProfileFile, source: PolicySource): ConfigProblem[] {
  const site = source.value.tighten ?? {};
  const problems: ConfigProblem[] = [];
  const report = (path: readonly PropertyKey[], message: string): void => {
    const full = ['tighten', ...path];
    problems.push({
      ...{ file: source.file, ...source.place(full), path: formatPath(full), message },
      hint: `The profile \`${file.name}\` can be tightened, not relaxed.`,
    });
  };
  const { retention_days: days, small_cell_threshold: cells, residency = {} } = site;
  if (days !== undefined && days < file.retention_days)
    report(['retention_days'], `\`${days}\` is below the profile's ${file.retention_days} days`);
  if (cells !== undefined && cells < file.small_cell_threshold)
    report(['small_cell_threshold'], `\`${cells}\` is below the profile's ${file.small_cell_threshold}`);
  for (const [category, places = []] of Object.entries(residency)) {
    const allowed = file.residency[category as keyof typeof file.residency];
    for (const [index, place] of places.entries())
      if (!allowed.includes(place))
        report(['residency', category, index], `\`${place}\` is no place that the profile allows`);
  }
  return problems;
}

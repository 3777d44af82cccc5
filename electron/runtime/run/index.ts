export {
  createRunEngine,
  callBeganIn,
  type EnginePorts,
  type RunEngine,
  type Started,
  type StartRun,
} from './engine.ts';
export type { RunOutcome } from './start-and-end.ts';
export { closeInterruptedRuns, markInterruptedRuns } from './end.ts';
export {
  openRunFiles,
  type RunFiles,
  type RunFilesOptions,
  type StoredArtefact,
} from './artefacts/run-files.ts';
export { readStatement, statementView, type Signing } from './finish.ts';
export type {
  ArtefactContent,
  ArtefactPort,
  CataloguePort,
  FindingPort,
  RunModel,
  RunPorts,
} from './ports.ts';
export { projectRun, promptPayloads } from './projection.ts';

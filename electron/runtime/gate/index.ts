export { createGate, type Gate } from './gate.ts';
export type { GateResult } from './pass.ts';
export type { AgentAnswer, PersonCall, Received } from './call.ts';
export type {
  AgentPort,
  Applied,
  ApprovalDraft,
  ApprovalPort,
  ApprovalStanding,
  Estimate,
  Example,
  Exported,
  ExportPort,
  ExportRequest,
  GatePorts,
  Limits,
  PolicyFacts,
  PolicyPort,
  TableFacts,
  TablePort,
  ToolArguments,
} from './ports.ts';

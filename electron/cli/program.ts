import { Command } from 'commander';
import { APP_VERSION } from './client.ts';
import { addAgentCommands } from './commands/agents.ts';
import { addPeopleCommands } from './commands/people.ts';
import { addApprovalCommands } from './commands/approvals.ts';
import { addAuditCommands } from './commands/audit.ts';
import { addBackupCommands } from './commands/backup.ts';
import { addConfigCommands } from './commands/config.ts';
import { addEmergencyCommands } from './commands/emergency.ts';
import { addDatasetCommands } from './commands/datasets.ts';
import { addPhiCommands } from './commands/phi.ts';
import { addPayloadCommands } from './commands/payloads.ts';
import { addTransferCommands } from './commands/transfers.ts';
import { addPipelineCommands } from './commands/pipelines.ts';
import { addPackCommands } from './commands/policy-packs.ts';
import { addPolicyCommands } from './commands/policy.ts';
import { addDeviceCommands } from './commands/device.ts';
import { addPostureCommands } from './commands/posture.ts';
import { addKeyCommands } from './commands/keys.ts';
import { addRecoveryCommands } from './commands/recovery.ts';
import { addReportCommands } from './commands/report.ts';
import { addRunCommands } from './commands/runs.ts';
import { addServiceKeyCommands } from './commands/service-keys.ts';
import { addWorkspaceCommands } from './commands/workspace.ts';

/** Every command of the command line, as it is registered. Nothing is parsed or opened yet. */
export function createProgram(): Command {
  const program = new Command('swarm')
    .description('Governed AI agents on clinical tables, on this workstation alone.')
    .version(APP_VERSION, '--app-version', 'print the version of the application')
    .option('--workspace <folder>', 'which workspace; your own unless told')
    .option('--user <name>', 'who you are')
    .option(
      '--code <digits>',
      'what your authenticator shows, or a recovery code, where you have a second factor',
    )
    .option('--as-deputy', 'act in the role that you stand in for, instead of your own')
    .option(
      '--look-for <purpose>',
      'as compliance officer: what you open patients’ data for, as in "audit: the yearly review"',
    )
    .option('--password-file <file>', 'read the password from a file, or from standard input with -')
    .option('--json', 'one JSON document on standard output')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .showHelpAfterError(false);

  addWorkspaceCommands(program);
  addDatasetCommands(program);
  addPipelineCommands(program);
  addRunCommands(program);
  addApprovalCommands(program);
  addAgentCommands(program);
  addPeopleCommands(program);
  addServiceKeyCommands(program);
  addAuditCommands(program);
  addReportCommands(program);
  addPayloadCommands(program);
  addTransferCommands(program);
  addBackupCommands(program);
  addKeyCommands(program);
  addRecoveryCommands(program);
  addEmergencyCommands(program);
  addConfigCommands(program);
  addPolicyCommands(program);
  addPackCommands(program);
  addPhiCommands(program);
  addDeviceCommands(program);
  addPostureCommands(program);
  for (const command of everyCommand(program))
    command.exitOverride().configureOutput({ writeErr: () => undefined });
  return program;
}

/** All commands below one, groups and leaves. */
export function* everyCommand(command: Command): Generator<Command> {
  for (const child of command.commands) {
    yield child;
    yield* everyCommand(child);
  }
}

export { AGENT_STATE_KINDS, pausedAgents, type AgentPause } from './project.ts';

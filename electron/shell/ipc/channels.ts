/** The two channels between preload and main. Pages never see them. */
export const VERB_CHANNEL = 'swarm:verb';
export const NOTICE_CHANNEL = 'swarm:notice';

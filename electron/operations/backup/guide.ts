/** What lies in every backup, for whoever stands before it on a bad day. */
export const RESTORE_GUIDE = `How to restore this workspace

This folder is a whole workspace of Swarm Clinical, sealed as it was: without a password and the
workstation's device secret nobody reads it. The device secret is not in it. It lies in the settings
folder of the person who ran the application, in the file device-secret, and must be kept elsewhere.

1. Check the copy before you use it:
       swarm backup verify THIS_FOLDER
       swarm audit verify THIS_FOLDER --user NAME [--witness FILE]
   The first compares every file with the list in backup.json. The second recomputes the journal, and
   for somebody with content rights the payloads as well. Give it a checkpoint that was kept elsewhere
   (a printed report, a stick, another workstation): it tells how far this copy reaches.

2. Keep what is there now. Rename the present workspace folder; do not delete it and do not write over
   it. If its journal is damaged it is evidence. What was recorded after this backup stands in it alone.

3. Bring it back to the place of the workspace, with the checkpoints that were kept elsewhere. In the
   window: where no workspace stands, the first screen offers "Restore from a backup". Or:
       swarm backup restore THIS_FOLDER --workspace PLACE --user NAME --witness FILE
   It compares, verifies, shows the verdict, and leaves nothing when it is stopped.

4. On another workstation, put the file device-secret of the old one into the settings folder first,
   readable by its owner alone; or use the sealed recovery sheets: --sheet-file instead of --user, then
   "swarm recovery use". Without either no password opens the workspace.

5. Sign in. The journal goes on from where the backup was made. The entry of the backup itself is
   closed as interrupted, since its outcome was written after the copy.

6. Tell compliance. Checkpoints that were handed out after this backup know more entries than there
   are now: "swarm audit verify --witness" will say rolled back, and rightly so. Keep the old folder
   with this restoration on record, so that the gap can be explained.
`;

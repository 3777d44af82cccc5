/** What a stretch of generated text is. Without a label it is plain text. */
export type Label =
  | 'NAME'
  /** Streets, towns, institutions, sights. */
  | 'PLACE'
  /** States, countries, firms, titles and other patterned identifiers: neither right nor wrong for the tagger. */
  | 'FREE';

/** A stretch of text of one kind. */
export interface Piece {
  readonly text: string;
  readonly label: Label | undefined;
}

/** One named step that takes what is known about a call and returns what is known after it, or throws. */
export type Stage<In, Out, Ports> = (call: In, ports: Ports) => Out | Promise<Out>;

/** Told when a stage is entered; the gate keeps the name for refusals. */
export interface Passage {
  enter(stage: string, call: unknown): void;
}

interface Link {
  readonly name: string;
  readonly run: Stage<never, unknown, never>;
}

/**
 * An ordered list of stages. It can be extended and run, and nothing else: there is no way to leave a
 * stage out, to reorder or to run from the middle.
 */
export class Chain<In, Out, Ports> {
  readonly #links: readonly Link[];

  private constructor(links: readonly Link[]) {
    this.#links = links;
  }

  static start<In, Ports>(): Chain<In, In, Ports> {
    return new Chain([]);
  }

  stage<Next>(name: string, run: Stage<Out, Next, Ports>): Chain<In, Next, Ports> {
    return new Chain([...this.#links, { name, run: run }]);
  }

  get names(): readonly string[] {
    return this.#links.map(({ name }) => name);
  }

  async pass(call: In, ports: Ports, passage: Passage): Promise<Out> {
    let known: unknown = call;
    for (const { name, run } of this.#links) {
      passage.enter(name, known);
      known = await run(known as never, ports as never);
    }
    return known as Out;
  }
}

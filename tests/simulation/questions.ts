import { type messages, type PGlite, parse, protocol, type Results } from '@electric-sql/pglite';

export type Query = Parameters<PGlite['query']>;
type Message = messages.BackendMessage;

interface Known {
  name: string;
  /** What PostgreSQL says of the columns; it is asked once. */
  columns: Message[];
}

/**
 * Questions in the centre's own words, each parsed and planned once and then only carried out: PostgreSQL in memory spends
 * four fifths of a small question on all the rest.
 */
export class Questions {
  readonly #pg: PGlite;
  readonly #known = new Map<string, Known>();

  constructor(pg: PGlite) {
    this.#pg = pg;
  }

  /** A question of its own: it waits until no transaction is open. @throws PostgreSQL's error */
  ask(query: Query): Promise<Results> {
    return this.#pg._runExclusiveTransaction(() => this.askWithin(query));
  }

  /** A question within the transaction that is open. @throws PostgreSQL's error */
  askWithin([sql, params = [], { rowMode } = {}]: Query): Promise<Results> {
    return this.#pg.runExclusive(async () => {
      const { name, columns } = this.#known.get(sql) ?? (await this.#learn(sql));
      const values = params.map(asText);
      const said = await this.#say([
        protocol.serialize.bind({ statement: name, values }),
        protocol.serialize.execute({}),
        protocol.serialize.sync(),
      ]);
      const [results] = parse.parseResults([...columns, ...said], this.#pg.parsers, rowMode && { rowMode });
      if (!results) throw new Error(`no answer to ${sql}`);
      return results;
    });
  }

  async #learn(sql: string): Promise<Known> {
    const name = `q${this.#known.size}`;
    const said = await this.#say([
      protocol.serialize.parse({ name, text: sql }),
      protocol.serialize.describe({ type: 'S', name }),
      protocol.serialize.sync(),
    ]);
    const known = { name, columns: said.filter((message) => message.name === 'rowDescription') };
    this.#known.set(sql, known);
    return known;
  }

  async #say(parts: readonly Uint8Array[]): Promise<Message[]> {
    return (await this.#pg.execProtocol(Buffer.concat(parts), { syncToFs: false })).messages;
  }
}

/** A value as PostgreSQL reads it for every type; null where there is none. */
function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `{${value.map((one) => JSON.stringify(String(one))).join(',')}}`;
  return String(value);
}

/** A text within a statement. */
export const asLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;

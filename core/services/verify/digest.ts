/** FNV-1a, 32 bits. */
function fnv(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/**
 * Sum over tokens and their places, whatever the order they come in: the index lists them by word, the case by place.
 * It tells different from equal, it is no protection against a forger; that is the hash chain's work.
 */
export class Digest {
  #sum = 0;
  #count = 0;

  static of(tokens: readonly string[]): Digest {
    const digest = new Digest();
    tokens.forEach((token, place) => {
      digest.add(token, place);
    });
    return digest;
  }

  add(token: string, place: number): void {
    const mixed = Math.imul(fnv(token) ^ Math.imul(place + 1, 0x9e3779b1), 0x85ebca6b);
    this.#sum += (mixed ^ (mixed >>> 15)) >>> 0;
    this.#count += 1;
  }

  equals(other: Digest): boolean {
    return this.#sum === other.#sum && this.#count === other.#count;
  }
}

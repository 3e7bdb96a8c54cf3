/**
 * Whether an entry's author may say of himself what he says: every role in `actor.roles` is one that his institution has
 * given to that officer.
 *
 * Roles that were ever given count, because an entry may have been written without a line before the directory changed. An
 * officer whom the institution does not keep at the centre is his station's own affair.
 *
 * @param given all roles that any version of the directory gave the officer; `undefined` when it never named him
 */
export function mayActAs(roles: readonly string[], given: ReadonlySet<string> | undefined): boolean {
  return given === undefined || roles.every((role) => given.has(role));
}

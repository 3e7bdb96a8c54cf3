/** The page's name as its first heading; seen in the rail already, so it is only for those who listen. */
export function PageTitle({ children }: { children: string }) {
  return <h1 className="visually-hidden">{children}</h1>;
}
